// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KernelChoiceTest {
  private static final String LANE = System.getProperty("bnn4j.expectedKernel", "");

  @Test
  void everyJvmHasTheScalarKernel() {
    assertThat(KernelChoice.choose("scalar").name()).isEqualTo("scalar");
  }

  @Test
  void vectorKernelIsGivenWhereItCanRun() {
    assumeThat(LANE).isEqualTo("vector");

    assertThat(KernelChoice.choose("vector").name()).isEqualTo("vector");
  }

  @Test
  void vectorKernelIsRefusedWithTheReasonWhereItCannotRun() {
    assumeThat(LANE).isEqualTo("scalar");

    assertThatIllegalStateException()
        .isThrownBy(() -> KernelChoice.choose("vector"))
        .withMessageStartingWith("bnn4j.kernel asks for the Vector API, but ")
        .withMessageMatching(".*(Java 21|--add-modules).*");
  }

  @Test
  void firstImagesAreAnsweredInScalarJavaUnlessToldOtherwise() {
    assertThat(KernelChoice.choose("").name()).isEqualTo("scalar");
  }

  @Test
  void whoRunsForLongHasTheFastestKernelAtOnce() {
    assumeThat(LANE).isNotEmpty();

    assertThat(Kernel.fastest().provider()).isEqualTo(LANE);
  }

  @Test
  void vectorKernelTakesOverOnceItIsAsFastAsTheScalarOne() {
    assumeThat(LANE).isEqualTo("vector");

    assertThat(takesOver(KernelProvider.vector(""), 1)).isTrue();
  }

  @Test
  void aKernelAsFastAsTheScalarOneTakesOver() {
    assertThat(takesOver(KernelProvider.scalar(), 1)).isTrue();
  }

  @Test
  void aKernelThatIsNotFoundFastWithinHalfAMinuteDoesNotTakeOver() {
    assertThat(takesOver(KernelProvider.scalar(), 20_000_000_000L)).isFalse();
  }

  /** By a clock that goes on by the same time whenever it is read, whatever other work there is. */
  private static boolean takesOver(KernelProvider provider, long nanosOfEachLook) {
    AtomicLong clock = new AtomicLong();
    return Warmup.makesFast(provider, () -> clock.addAndGet(nanosOfEachLook));
  }

  @Test
  void otherNamesAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> KernelChoice.choose("native"))
        .withMessage("The property bnn4j.kernel must be scalar or vector, not native.");
  }
}
