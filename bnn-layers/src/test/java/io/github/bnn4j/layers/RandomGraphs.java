// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks in which values have several readers: shortcuts, shared signs, joins of joins. */
public final class RandomGraphs {

  private static final int CHANNELS = 4;

  /** The shape of their images. */
  public static final FeatureShape INPUT = new FeatureShape(4, 4, CHANNELS);

  private final Random random;
  private final boolean smooth;
  private final Network.Builder builder = Network.builder(INPUT);
  private final List<String> names = new ArrayList<>(List.of("first"));
  private final List<String> unread = new ArrayList<>(List.of("first"));

  private RandomGraphs(Random random, boolean smooth) {
    this.random = random;
    this.smooth = smooth;
    builder.add("first", conv(CHANNELS), Graph.INPUT);
  }

  /**
   * A network with a float convolution first, so many further nodes, and a sum of all loose ends.
   */
  public static Network next(Random random, int nodes, boolean smooth) {
    RandomGraphs graphs = new RandomGraphs(random, smooth);
    for (int i = 0; i < nodes; i++) {
      graphs.add("node" + i);
    }
    return graphs.finished();
  }

  /** The same as a classifier, a class a channel. */
  public static Network classifier(Random random, int nodes) {
    RandomGraphs graphs = new RandomGraphs(random, false);
    for (int i = 0; i < nodes; i++) {
      graphs.add("node" + i);
    }
    graphs.joinEnds();
    return graphs.builder.add("pool", Pool.average(4, 1, 0)).build();
  }

  /**
   * How far all values stay away from where a sign, a rectifier or one of their gradients turns.
   * Changes the running statistics if it is asked about training.
   */
  public static double margin(Network network, INDArray x, boolean training) {
    double[] margin = {Double.POSITIVE_INFINITY};
    Map<Layer, FeatureShape> shapes = new IdentityHashMap<>();
    for (Node<Layer> node : network.graph().nodes()) {
      if (node instanceof Node.Unary<Layer> unary) {
        shapes.put(unary.layer(), network.shapes().get(unary.input()));
      }
    }
    network
        .graph()
        .evaluate(
            x,
            new Graph.Evaluation<Layer, INDArray>() {
              @Override
              public INDArray layer(Layer layer, INDArray input) {
                if (layer instanceof BinActiv || layer instanceof ReLU || layer instanceof PReLU) {
                  for (float value : shifted(layer, input).data().asFloat()) {
                    double size = Math.abs(value);
                    margin[0] = Math.min(margin[0], Math.min(size, Math.abs(size - 1)));
                  }
                }
                return layer.bind(shapes.get(layer)).forward(input, training).dup();
              }

              @Override
              public INDArray join(Join how, List<INDArray> inputs) {
                return how == Join.CONCAT
                    ? Nd4j.concat(3, inputs.toArray(INDArray[]::new))
                    : inputs.stream().reduce(INDArray::add).orElseThrow();
              }
            });
    return margin[0];
  }

  private static INDArray shifted(Layer layer, INDArray input) {
    INDArray copy = input.dup('c');
    return layer instanceof BinActiv sign && sign.threshold().isPresent()
        ? copy.reshape('c', copy.length() / CHANNELS, CHANNELS)
            .addRowVector(sign.threshold().get().value())
        : copy;
  }

  private Conv2d conv(int inputs) {
    return new Conv2d(new ConvGeometry(inputs, CHANNELS, 1, 1, 0, 1), random.nextBoolean());
  }

  private void add(String name) {
    switch (random.nextInt(8)) {
      case 0 -> builder.add(name, conv(CHANNELS), read());
      case 1 -> builder.add(name, norm(), read());
      case 2 -> builder.add(name, Pool.average(3, 1, 1), read());
      case 3 -> builder.add(name, new ChannelShuffle(2), read());
      case 4, 5 -> builder.join(name, Join.ADD, read(), read());
      case 6 -> {
        builder.join(name + ".both", Join.CONCAT, read(), read());
        builder.add(name, conv(2 * CHANNELS));
      }
      default -> sharp(name);
    }
    names.add(name);
    unread.add(name);
  }

  private void sharp(String name) {
    if (smooth) {
      builder.join(name, Join.ADD, read(), read(), read());
    } else if (random.nextInt(3) == 0) {
      builder.add(name, new ReLU(), read());
    } else if (random.nextBoolean()) {
      builder.add(name, new PReLU(CHANNELS), read());
    } else {
      if (random.nextBoolean()) {
        builder.add(name + ".norm", norm(), read());
        builder.add(name + ".sign", new BinActiv());
      } else {
        StraightThroughEstimator estimator = new StraightThroughEstimator.ApproxSign();
        builder.add(name + ".sign", BinActiv.withThresholds(CHANNELS, estimator), read());
      }
      builder.add(
          name,
          new BinConv2d(
              new ConvGeometry(CHANNELS, CHANNELS, 3, 1, 1, random.nextBoolean() ? 1 : CHANNELS),
              random.nextBoolean()
                  ? new Scaling.Alpha(WeightGradient.CORRECTED)
                  : new Scaling.None(),
              LatentConstraint.values()[random.nextInt(3)],
              random.nextBoolean(),
              reparameterization()));
    }
  }

  private Reparameterization reparameterization() {
    return List.of(
            new Reparameterization.None(),
            new Reparameterization.None(),
            new Reparameterization.Standardised(),
            new Reparameterization.Recu())
        .get(random.nextInt(4));
  }

  private BatchNorm norm() {
    return random.nextBoolean() ? new BatchNorm(CHANNELS) : new BatchNorm(CHANNELS, 0.1, 0.3);
  }

  /** Any node, often one that nobody reads yet. */
  private String read() {
    List<String> from = unread.isEmpty() || random.nextInt(3) == 0 ? names : unread;
    String name = from.get(random.nextInt(from.size()));
    unread.remove(name);
    return name;
  }

  private Network finished() {
    joinEnds();
    return builder.build();
  }

  private void joinEnds() {
    List<String> ends = new ArrayList<>(unread);
    Collections.shuffle(ends, random);
    if (ends.size() > 1) {
      builder.join("all", Join.ADD, ends.toArray(String[]::new));
    } else if (!ends.get(0).equals(names.get(names.size() - 1))) {
      builder.add("end", conv(CHANNELS), ends.get(0));
    }
  }
}
