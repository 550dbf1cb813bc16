// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Dropout;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Linear;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.RandomWindows;
import io.github.bnn4j.layers.ReLU;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A binary network of random shape and numbers, with every order of layers between convolutions
 * that can be packed.
 *
 * <p>The weights of its first convolution are multiples of 1/8, so that sums over whole pixels are
 * exact in float in any order.
 */
final class RandomNetwork {

  static final FeatureShape INPUT = new FeatureShape(7, 7, 3);
  static final int CLASSES = 5;

  private final Random random;
  private final Network.Builder builder = Network.builder(INPUT);
  private FeatureShape shape = INPUT;
  private int count;

  private RandomNetwork(long seed) {
    random = new Random(seed);
  }

  static Network of(long seed) {
    return new RandomNetwork(seed).build();
  }

  private Network build() {
    int channels = 6 * (1 + random.nextInt(3));
    Conv2d first = new Conv2d(geometry(INPUT.channels(), channels, 1));
    first.weight().value().assign(eighths(first.weight().value()));
    first.bias().value().assign(eighths(first.bias().value()));
    add(first);
    double spread = 300;
    int blocks = 1 + random.nextInt(3);
    for (int block = 0; block < blocks; block++) {
      addUpToNorm(spread);
      add(new BinActiv());
      int groups = 1 + random.nextInt(3);
      BinConv2d conv = new BinConv2d(geometry(shape.channels(), channels, groups), scaling());
      INDArray weight = conv.weight().value();
      weight.assign(GaussianArrays.next(random, weight.shape()));
      weight.putScalar(0, 0);
      conv.bias().value().assign(GaussianArrays.next(random, channels).muli(3));
      conv.parameters().stream()
          .filter(parameter -> parameter.name().equals("scale"))
          .forEach(scale -> scale.value().assign(GaussianArrays.next(random, channels)));
      add(conv);
      spread = 3;
    }
    addLogits();
    return builder.build();
  }

  /** Learned scales may be negative. */
  private Scaling scaling() {
    return switch (random.nextInt(3)) {
      case 0 -> new Scaling.None();
      case 1 -> new Scaling.Learned();
      default -> new Scaling.Alpha(WeightGradient.CORRECTED);
    };
  }

  /** What may lie between a convolution and a sign. */
  private void addUpToNorm(double spread) {
    boolean pooled = shape.height() > 3;
    switch (random.nextInt(8)) {
      case 0 -> {}
      case 1 -> add(new ReLU());
      case 2 -> add(shuffle());
      case 3 -> {
        add(new ReLU());
        add(shuffle());
      }
      case 4 -> add(pooled ? maximum() : new ReLU());
      case 5 -> {
        add(new ReLU());
        add(pooled ? maximum() : shuffle());
        add(shuffle());
      }
      case 6 -> {
        add(new ReLU());
        add(pooled ? average() : shuffle());
      }
      default -> {
        addNorm(spread);
        add(pooled ? maximum() : shuffle());
        addNorm(1);
        return;
      }
    }
    addNorm(spread);
  }

  private void addLogits() {
    if (random.nextBoolean()) {
      addNorm(3);
      add(new ReLU());
    }
    if (random.nextBoolean()) {
      add(new Dropout(0.5));
      Linear last = new Linear(shape.size(), CLASSES);
      last.weight().value().assign(GaussianArrays.next(random, CLASSES, shape.size()));
      last.bias().value().assign(GaussianArrays.next(random, CLASSES));
      add(last);
      return;
    }
    Conv2d last = new Conv2d(new ConvGeometry(shape.channels(), CLASSES, 1, 1, 0, 1));
    last.weight().value().assign(GaussianArrays.next(random, last.weight().value().shape()));
    last.bias().value().assign(GaussianArrays.next(random, CLASSES));
    add(last);
    add(Pool.globalAverage());
  }

  private void add(Layer layer) {
    builder.add(++count + " " + layer.getClass().getSimpleName(), layer);
    shape = layer.outputShape(shape);
  }

  /** Channels rise, fall, stand still at 0, or have their threshold out of reach. */
  private void addNorm(double spread) {
    int channels = shape.channels();
    BatchNorm norm = new BatchNorm(channels);
    norm.gamma().value().assign(GaussianArrays.next(random, channels));
    norm.beta().value().assign(GaussianArrays.next(random, channels));
    norm.runningMean().value().assign(GaussianArrays.next(random, channels).muli(spread));
    norm.runningVariance().value().assign(spread * spread * (0.5 + random.nextDouble()));
    norm.gamma().value().putScalar(1, 0);
    norm.gamma().value().putScalar(2, 0);
    norm.beta().value().putScalar(2, 0);
    norm.beta().value().putScalar(3, 100);
    norm.beta().value().putScalar(4, -100);
    add(norm);
  }

  private Pool maximum() {
    return Pool.max(RandomWindows.next(random, 3, shape));
  }

  private Pool average() {
    return Pool.average(RandomWindows.next(random, 3, shape));
  }

  private ChannelShuffle shuffle() {
    return new ChannelShuffle(2 + random.nextInt(2));
  }

  private ConvGeometry geometry(int inputs, int outputs, int groups) {
    int half = random.nextInt(2);
    int stride = shape.height() > 3 ? 1 + random.nextInt(2) : 1;
    return new ConvGeometry(inputs, outputs, 2 * half + 1, stride, half, groups);
  }

  private INDArray eighths(INDArray like) {
    INDArray array = like.dup();
    for (int i = 0; i < array.length(); i++) {
      array.putScalar(i, (random.nextInt(33) - 16) / 8.0);
    }
    return array;
  }
}
