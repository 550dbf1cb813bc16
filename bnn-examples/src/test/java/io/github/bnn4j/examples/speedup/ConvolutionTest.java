// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConvolutionTest {

  @Example
  void theoryIsThePapersAtItsExample() {
    assertThat(new Convolution(256, 3).theory()).isCloseTo(62.27, within(0.005));
  }

  @Property(tries = 50)
  void theoryStaysBelowTheBitsOfAWordAndGrowsWithTheSum(
      @ForAll @IntRange(min = 1, max = 2_000) int channels,
      @ForAll @IntRange(max = 10) int halfKernel) {
    Convolution convolution = new Convolution(channels, 2 * halfKernel + 1);

    assertThat(convolution.theory()).isLessThan(64);
    assertThat(convolution.theory())
        .isLessThan(new Convolution(channels + 1, convolution.kernel()).theory())
        .isLessThan(new Convolution(channels, convolution.kernel() + 2).theory());
  }

  @Property(tries = 6)
  void bothFloatConvolutionsGiveTheSameSums(
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(max = 2) int halfKernel) {
    Convolution convolution = new Convolution(channels, 2 * halfKernel + 1, 8);
    NaiveConvolution naive = new NaiveConvolution(convolution);
    naive.milliseconds();
    try (OneDnnConvolution oneDnn = new OneDnnConvolution(convolution)) {
      oneDnn.milliseconds();

      assertThat(oneDnn.output()).containsExactly(naive.output(), within(1e-3f));
    }
  }
}
