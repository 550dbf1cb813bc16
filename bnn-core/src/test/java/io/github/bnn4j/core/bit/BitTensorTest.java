// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.bit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BitTensorTest {

  @Property
  void bitsComeBackAsTheyWere(@ForAll @Size(min = 1, max = 300) boolean[] bits) {
    BitTensor tensor = BitTensor.ofBits(bits, bits.length);

    assertThat(tensor.toBits()).isEqualTo(bits);
    assertThat(BitTensor.ofWords(tensor.toWords(), bits.length)).isEqualTo(tensor);
    assertThat(BitTensor.ofSigns(tensor.toSigns(), bits.length)).isEqualTo(tensor);
  }

  @Property
  void anElementIsTheBitOfItsWord(@ForAll @Size(min = 1, max = 200) boolean[] bits) {
    long[] words = BitTensor.ofBits(bits, bits.length).toWords();

    for (int i = 0; i < bits.length; i++) {
      assertThat((words[i / 64] >>> i % 64 & 1) == 1).isEqualTo(bits[i]);
    }
  }

  @Property
  void theTailIsZero(@ForAll @IntRange(min = 1, max = 200) int size) {
    boolean[] ones = new boolean[size];
    java.util.Arrays.fill(ones, true);

    int ofAllWords = 0;
    for (long word : BitTensor.ofBits(ones, size).toWords()) {
      ofAllWords += Long.bitCount(word);
    }

    assertThat(ofAllWords).isEqualTo(size);
  }

  @Example
  void onlyNumbersBelowZeroAreMinusOne() {
    BitTensor tensor =
        BitTensor.ofSigns(new float[] {0, -0f, Float.NaN, 3, -1e-40f, Float.NEGATIVE_INFINITY}, 6);

    assertThat(tensor.toSigns()).containsExactly(1, 1, 1, 1, -1, -1);
    assertThat(tensor.get(4)).isTrue();
    assertThat(tensor.sign(4)).isEqualTo(-1);
  }

  @Example
  void tensorsOfOtherShapesDiffer() {
    assertThat(BitTensor.zeros(2, 3)).isNotEqualTo(BitTensor.zeros(3, 2));
    assertThat(BitTensor.zeros(2, 3)).hasSameHashCodeAs(BitTensor.zeros(2, 3));
  }

  @Example
  void theirArraysAreTheirOwn() {
    long[] words = {5};
    int[] shape = {3};
    BitTensor tensor = BitTensor.ofWords(words, shape);

    words[0] = 0;
    shape[0] = 1;
    tensor.toWords()[0] = 0;
    tensor.shape()[0] = 1;

    assertThat(tensor).isEqualTo(BitTensor.ofBits(new boolean[] {true, false, true}, 3));
  }

  @Example
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BitTensor.ofSigns(new float[5], 2, 3))
        .withMessage("A bit tensor of shape [2, 3] holds 6 elements, not 5.");
    assertThatIllegalArgumentException().isThrownBy(() -> BitTensor.ofWords(new long[] {8}, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> BitTensor.ofWords(new long[2], 64));
    assertThatIllegalArgumentException().isThrownBy(() -> BitTensor.zeros(4, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> BitTensor.zeros(1 << 16, 1 << 15));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> BitTensor.zeros(65).get(65));
  }
}
