// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.atomic.AtomicBoolean;
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
  void vectorKernelTakesOverOnceItIsFaster() {
    assumeThat(LANE).isEqualTo("vector");
    AtomicBoolean fast = new AtomicBoolean();

    Warmup.run(KernelProvider.vector(""), () -> fast.set(true));

    assertThat(fast).isTrue();
  }

  @Test
  void aKernelAsFastAsTheScalarOneTakesOver() {
    AtomicBoolean fast = new AtomicBoolean();

    Warmup.run(KernelProvider.scalar(), () -> fast.set(true));

    assertThat(fast).isTrue();
  }

  @Test
  void otherNamesAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> KernelChoice.choose("native"))
        .withMessage("The property bnn4j.kernel must be scalar or vector, not native.");
  }
}
