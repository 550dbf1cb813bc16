// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrapperNamesTest {

  @Test
  void wrappersAreTakenOutOfTheFront() {
    assertThat(names("module.a.w", "module.b.w")).containsExactly("a.w", "b.w");
    assertThat(names("_orig_mod.a", "_orig_mod.b")).containsExactly("a", "b");
    assertThat(names("module._orig_mod.module.a")).containsExactly("a");
    assertThat(names("_orig_mod.module.a")).containsExactly("a");
    assertThat(names("n_averaged", "module.a")).containsExactly("n_averaged", "a");
  }

  @Test
  void partsOfANetworkMayBeWrappedAlone() {
    assertThat(names("features.module.0.weight", "features.module.1.weight", "head.weight"))
        .containsExactly("features.0.weight", "features.1.weight", "head.weight");
    assertThat(names("a._orig_mod.b.w", "a._orig_mod.c.w")).containsExactly("a.b.w", "a.c.w");
    assertThat(names("a.module._orig_mod.module.w", "b.w")).containsExactly("a.w", "b.w");
    assertThat(names("a._fsdp_wrapped_module._checkpoint_wrapped_module.w")).containsExactly("a.w");
  }

  @Test
  void aPartThatIsOnlyCalledLikeAWrapperStays() {
    assertThat(names("a.module.w", "a.other.w")).containsExactly("a.module.w", "a.other.w");
    assertThat(names("a.module", "module", "b._orig_mod", "modules.x"))
        .containsExactly("a.module", "module", "b._orig_mod", "modules.x");
    assertThat(names("submodule.w", "x_orig_mod.w")).containsExactly("submodule.w", "x_orig_mod.w");
  }

  @Test
  void strangeNamesStay() {
    String dots = ".".repeat(100_000);
    assertThat(names("", ".", "..a", dots)).containsExactly("", ".", "..a", dots);
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names("a", "module.a"))
        .withMessageContaining("it has two tensors a");
  }

  private static Iterable<String> names(String... names) {
    Map<String, Integer> values = new LinkedHashMap<>();
    Arrays.stream(names).forEach(name -> values.put(name, values.size()));
    Map<String, Integer> renamed = WrapperNames.removedFrom(values);
    assertThat(renamed.values()).containsExactlyElementsOf(values.values());
    return renamed.keySet();
  }
}
