// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.SoftmaxCrossEntropy;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final int IMAGES = 10;

  private final Network network = TinyNetworks.binary(PatternImages.CLASSES);
  private final ImageDataset data = PatternImages.of(IMAGES, 4);

  @BeforeEach
  void initialise() {
    network.initialize(1);
  }

  @Test
  void theBatchSizeDoesNotMatterEvenIfTheLastBatchIsNotFull() {
    float[] expected = logits(IMAGES);

    for (int batch : new int[] {1, 4, 5, 7, 16}) {
      float[] actual = logits(batch);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as("logit %s", i).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void lossAndAccuracyAreThoseOfTheLogitsWithoutSmoothing() {
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(0);
    loss.evaluate(logits(IMAGES), data.labels());

    Evaluation evaluation = evaluate(3);

    assertThat(evaluation.images()).isEqualTo(IMAGES);
    assertThat(evaluation.correct()).isEqualTo(loss.correct());
    assertThat(evaluation.loss()).isCloseTo(loss.loss(), within(1e-5));
    assertThat(evaluation.top1()).isEqualTo(10.0 * loss.correct());
  }

  @Test
  void imagesOfOtherClassesHaveLogitsButNoAccuracy() {
    ImageDataset others =
        new ImageDataset(data.shape(), 9, data.pixels(), new int[data.labels().length]);

    try (BoundNetwork bound = new Nd4jEngine().bind(network, 4)) {
      Evaluator evaluator = new Evaluator(bound, PatternImages.SPEC);
      assertThat(evaluator.logits(others)).isEqualTo(evaluator.logits(data));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> evaluator.evaluate(others))
          .withMessage("A network for 4 classes cannot be measured on images of 9.");
    }
  }

  @Test
  void evaluatingChangesNothing() {
    Object before = TinyNetworks.values(network);

    evaluate(4);

    assertThat(TinyNetworks.values(network)).isEqualTo(before);
  }

  private float[] logits(int batch) {
    try (BoundNetwork bound = new Nd4jEngine().bind(network, batch)) {
      return new Evaluator(bound, PatternImages.SPEC).logits(data);
    }
  }

  private Evaluation evaluate(int batch) {
    try (BoundNetwork bound = new Nd4jEngine().bind(network, batch)) {
      return new Evaluator(bound, PatternImages.SPEC).evaluate(data);
    }
  }
}
