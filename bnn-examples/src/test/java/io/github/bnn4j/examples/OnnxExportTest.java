// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Zoo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from an exported model what the packed network computes. */
class OnnxExportTest {

  private static final int CLASSES = 10;
  private static final float CLOSE = 1e-3f;

  /** How far rounding may move the sums of the first convolution, which are of the order of 1. */
  private static final float ROUNDING = 1e-4f;

  @Test
  void theShippedNetworkClassifiesAThousandTestImagesAlike() throws OrtException {
    PackedNetwork network = PretrainedWeights.NIN_XNOR.load();
    ImageDataset images = Cifar10Dataset.embeddedTest();

    int sameClass = 0;
    try (OrtSession exported = export(network)) {
      for (int from = 0; from < 1_000; from += 100) {
        sameClass += compare(network, exported, images.subset(from, from + 100).pixels(), 100);
      }
    }

    assertThat(sameClass).isGreaterThanOrEqualTo(998);
  }

  @Test
  void soDoesTheResidualOneButForWhatRoundingTurns() throws OrtException {
    PackedNetwork network = PretrainedWeights.REACT12.load();
    ImageDataset images = Cifar10Dataset.embeddedTest();

    long same = 0;
    try (OrtSession exported = export(network)) {
      for (int from = 0; from < 1_000; from += 100) {
        byte[] pixels = images.subset(from, from + 100).pixels();
        float[] expected = network.logits(pixels, 100, ForkJoinPool.commonPool());
        same += sameClass(expected, run(exported, network.input(), pixels, 100));
      }
    }

    assertThat(same).isGreaterThanOrEqualTo(998);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nin", "nin-gc", "nin-xnor", "nin-gc-xnor", "resnet12"})
  void everyNetworkOfTheZooIsExported(String name) throws OrtException {
    Network trained = Zoo.named(name).orElseThrow().network();
    trained.initialize(1);
    Random random = new Random(2);
    trained.parameters().values().stream()
        .filter(p -> p.role() == Parameter.Role.NORM || p.role() == Parameter.Role.BIAS)
        .forEach(p -> shake(p, random));
    PackedNetwork network = Packer.pack(trained, name, Cifar10.INPUT, Cifar10.LABELS);
    ImageDataset images = Cifar10Dataset.embeddedTest().subset(0, 10);

    try (OrtSession exported = export(network)) {
      compare(network, exported, images.pixels(), images.size());
    }
  }

  /** Some scales become negative, so that thresholds are turned round. */
  private static void shake(Parameter parameter, Random random) {
    FloatBuffer values = parameter.value().data().asNioFloat().slice();
    for (int i = 0; i < parameter.value().length(); i++) {
      values.put(i, values.get(i) + 0.7f * (float) random.nextGaussian());
    }
  }

  /**
   * Asserts that logits are close, but for images in which a sum of the first convolution lies on
   * its threshold.
   *
   * @return how many images get the same class
   */
  private static int compare(PackedNetwork network, OrtSession exported, byte[] pixels, int images)
      throws OrtException {
    float[] expected = network.logits(pixels, images, ForkJoinPool.commonPool());
    float[] actual = run(exported, network.input(), pixels, images);
    assertThat(actual).hasSameSizeAs(expected);
    int bytes = network.input().bytes();
    int sameClass = 0;
    for (int i = 0; i < images; i++) {
      float[] ours = logits(expected, i);
      float[] theirs = logits(actual, i);
      sameClass += largest(ours) == largest(theirs) ? 1 : 0;
      if (distance(ours, theirs) > CLOSE * Math.max(1, ours[largest(ours)])) {
        byte[] image = Arrays.copyOfRange(pixels, i * bytes, (i + 1) * bytes);
        assertThat(distanceToThreshold(network, image))
            .as("image %d: %s, not %s", i, Arrays.toString(theirs), Arrays.toString(ours))
            .isLessThan(ROUNDING);
      }
    }
    return sameClass;
  }

  private static OrtSession export(PackedNetwork network) throws OrtException {
    return OrtEnvironment.getEnvironment().createSession(OnnxExport.toBytes(network));
  }

  private static float[] run(OrtSession session, ImageSpec spec, byte[] pixels, int images)
      throws OrtException {
    float[] planes = new float[pixels.length];
    int plane = spec.height() * spec.width();
    for (int i = 0; i < pixels.length; i++) {
      int image = i / spec.bytes();
      int pixel = i % spec.bytes() / spec.channels();
      int channel = i % spec.channels();
      planes[(image * spec.channels() + channel) * plane + pixel] =
          spec.normalise(pixels[i] & 0xFF, channel);
    }
    long[] shape = {images, spec.channels(), spec.height(), spec.width()};
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OnnxTensor input = OnnxTensor.createTensor(runtime, FloatBuffer.wrap(planes), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      FloatBuffer logits =
          ((OnnxTensor) result.get(OnnxExport.OUTPUT).orElseThrow()).getFloatBuffer();
      float[] all = new float[logits.remaining()];
      logits.get(all);
      return all;
    }
  }

  private static long sameClass(float[] left, float[] right) {
    assertThat(right).hasSameSizeAs(left);
    return IntStream.range(0, left.length / CLASSES)
        .filter(i -> largest(logits(left, i)) == largest(logits(right, i)))
        .count();
  }

  private static float[] logits(float[] all, int image) {
    return Arrays.copyOfRange(all, image * CLASSES, (image + 1) * CLASSES);
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static float distance(float[] left, float[] right) {
    float distance = 0;
    for (int i = 0; i < left.length; i++) {
      distance = Math.max(distance, Math.abs(left[i] - right[i]));
    }
    return distance;
  }

  /** The smallest distance of a sum of the first convolution to its threshold. */
  private static float distanceToThreshold(PackedNetwork network, byte[] image) {
    FloatConv2d conv = (FloatConv2d) network.graph().layers().get(0);
    float[] threshold = ((FloatThreshold) network.graph().layers().get(1)).threshold();
    float[] weights = conv.weights();
    float[] bias = conv.bias();
    ImageSpec spec = network.input();
    int kernel = conv.geometry().window().rows().kernel();
    int half = conv.geometry().window().rows().before();
    float nearest = Float.POSITIVE_INFINITY;
    for (int y = 0; y < spec.height(); y++) {
      for (int x = 0; x < spec.width(); x++) {
        for (int out = 0; out < bias.length; out++) {
          double sum = bias[out];
          for (int tap = 0; tap < kernel * kernel * spec.channels(); tap++) {
            int channel = tap % spec.channels();
            int row = y + tap / spec.channels() / kernel - half;
            int column = x + tap / spec.channels() % kernel - half;
            if (row >= 0 && row < spec.height() && column >= 0 && column < spec.width()) {
              int pixel = image[(row * spec.width() + column) * spec.channels() + channel] & 0xFF;
              sum +=
                  (double) weights[out * kernel * kernel * spec.channels() + tap]
                      * spec.normalise(pixel, channel);
            }
          }
          nearest = Math.min(nearest, (float) Math.abs(sum - threshold[out]));
        }
      }
    }
    return nearest;
  }
}
