// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.zoo.NinArchitecture.Block;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class NinArchitectureTest {
  private static final List<Integer> EIGHT = List.of(8, 8, 8, 8, 8, 8, 8, 8);
  private static final List<Integer> NINE = List.of(1, 1, 1, 1, 1, 1, 1, 1, 1);

  @Test
  void everyNetworkIsFoundByItsName() {
    for (Architecture architecture : Zoo.all()) {
      assertThat(Zoo.named(architecture.name())).contains(architecture);
    }
    assertThat(Zoo.named("NIN-XNOR")).isEmpty();
  }

  @Test
  void firstAndLastBlockOfABinaryNetworkAreFloat() {
    assertThat(NinArchitecture.NIN_XNOR.blocks())
        .extracting(Block::binary)
        .containsExactly(false, true, true, true, true, true, true, true, false);
    assertThat(NinArchitecture.NIN.blocks()).extracting(Block::binary).containsOnly(false);
  }

  @Test
  void channelsAreShuffledByThePreviousGroupsBeforeAGroupedConvolution() {
    assertThat(NinArchitecture.NIN_GC.groups()).containsExactly(1, 2, 2, 16, 4, 4, 32, 8, 1);
    assertThat(NinArchitecture.NIN_GC.blocks())
        .extracting(Block::shuffle)
        .containsExactly(1, 1, 2, 2, 16, 4, 4, 32, 1);
  }

  @Test
  void networkForOtherClassesDiffersInItsLastConvolutionAlone() {
    NinArchitecture hundred = NinArchitecture.NIN_GC_XNOR.withClasses(100);

    assertThat(hundred.name()).isEqualTo("nin-gc-xnor");
    assertThat(hundred.blocks().subList(0, 8))
        .isEqualTo(NinArchitecture.NIN_GC_XNOR.blocks().subList(0, 8));
    assertThat(hundred.blocks().get(8).outChannels()).isEqualTo(100);
    assertThat(hundred.withClasses(10)).isEqualTo(NinArchitecture.NIN_GC_XNOR);
  }

  @Test
  void fewerThanTwoClassesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NinArchitecture.NIN.withClasses(1))
        .withMessage("A network tells at least 2 classes apart, nin has 1.");
  }

  @Test
  void wrongNumberOfChannelsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NinArchitecture("small", List.of(8, 8), NINE, false, false))
        .withMessageContaining("small has 2 channels and 9 groups");
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    List<Integer> groups = List.of(1, 1, 3, 1, 1, 1, 1, 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NinArchitecture("odd", EIGHT, groups, false, false))
        .withMessageContaining("Convolution 3 of odd has 3 groups");
  }
}
