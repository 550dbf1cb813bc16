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
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Classifiers of every kind of layer and join that can be packed, whose values have several
 * readers: shortcuts, shared signs, joins of joins, branches that get smaller.
 */
public final class RandomGraphs {

  /** The shape of their images. */
  public static final FeatureShape INPUT = new FeatureShape(5, 6, 4);

  /** How many logits they give. */
  public static final int CLASSES = 4;

  /** A normalisation of fewer values a channel than this has gradients of nothing but rounding. */
  private static final int NORMAL = 6;

  /** Few channels, whole vectors of them, and whole words of signs, which are counted. */
  private static final List<Integer> WIDTHS = List.of(4, 4, 16, 64);

  private final Random random;
  private final boolean smooth;
  private final int channels;
  private final Network.Builder builder = Network.builder(INPUT);
  private final Map<String, FeatureShape> shapes = new LinkedHashMap<>();
  private final List<String> unread = new ArrayList<>();

  private RandomGraphs(Random random, boolean smooth) {
    this.random = random;
    this.smooth = smooth;
    channels = WIDTHS.get(random.nextInt(WIDTHS.size()));
    shapes.put(Graph.INPUT, INPUT);
    add("first", conv(Graph.INPUT, new Window(1, 1, 0), 1), Graph.INPUT);
    unread.add("first");
  }

  /**
   * A network with a float convolution first, so many further nodes, and logits of all loose ends.
   *
   * @param smooth whether its loss has a derivative everywhere
   */
  public static Network next(Random random, int nodes, boolean smooth) {
    RandomGraphs graphs = new RandomGraphs(random, smooth);
    for (int i = 0; i < nodes; i++) {
      String name = "node" + i;
      graphs.addAny(name);
      graphs.unread.add(name);
    }
    graphs.joinEnds();
    return graphs.builder.build();
  }

  /**
   * How far all values stay away from where a sign, a rectifier, the largest of a window or one of
   * their gradients turns. Changes the running statistics if it is asked about training.
   */
  public static double margin(Network network, INDArray x, boolean training) {
    double[] margin = {Double.POSITIVE_INFINITY};
    boolean exact =
        network.graph().layers().stream()
            .allMatch(layer -> !(layer instanceof BinConv2d conv) || conv.isBinarized());
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
                if (layer instanceof Pool pool && pool.kind() == Pool.Kind.MAX) {
                  margin[0] = Math.min(margin[0], lead(pool, shapes.get(layer), input, exact));
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

  /**
   * How far the largest value of a window is at least above the next.
   *
   * @param exact whether equal values are equal on every engine, as sums of signs are
   */
  private static double lead(Pool pool, FeatureShape shape, INDArray input, boolean exact) {
    Window window = pool.window(shape);
    FeatureShape output = pool.outputShape(shape);
    int rows = window.rows().kernel();
    int columns = window.columns().kernel();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < input.size(0) * output.size(); i++) {
      int image = i / output.size();
      int channel = i % output.channels();
      int top = window.rows().start(i / output.channels() / output.width() % output.height());
      int left = window.columns().start(i / output.channels() % output.width());
      double largest = Double.NEGATIVE_INFINITY;
      double next = Double.NEGATIVE_INFINITY;
      for (int y = Math.max(top, 0); y < Math.min(top + rows, shape.height()); y++) {
        for (int x = Math.max(left, 0); x < Math.min(left + columns, shape.width()); x++) {
          double value = input.getDouble(image, y, x, channel);
          next = Math.max(next, Math.min(value, largest));
          largest = Math.max(value, largest);
        }
      }
      if (largest > next || (largest != 0 && !exact)) {
        least = Math.min(least, largest - next);
      }
    }
    return least;
  }

  private static INDArray shifted(Layer layer, INDArray input) {
    INDArray copy = input.dup('c');
    return layer instanceof BinActiv sign && sign.threshold().isPresent()
        ? Convolutions.perChannel(copy).addRowVector(sign.threshold().get().value())
        : copy;
  }

  private void addAny(String name) {
    switch (random.nextInt(12)) {
      case 0 -> {
        String from = read();
        add(name, conv(from, window(from), groups()), from);
      }
      case 1 -> {
        String from = read();
        add(name, smallerConv(from), from);
      }
      case 2 -> norm(name, read());
      case 3 -> pool(name, read());
      case 4 -> {
        String from = read();
        add(name, shapes.get(from).channels() == channels ? shuffle() : conv1(from), from);
      }
      case 5, 6 -> sum(name);
      case 7 -> {
        String from = read();
        join(name + ".both", Join.CONCAT, from, beside(from));
        add(name, conv1(name + ".both"), name + ".both");
      }
      case 8 -> add(name, new Dropout(0.2), read());
      default -> sharp(name);
    }
  }

  private void sharp(String name) {
    if (smooth) {
      sum(name);
      return;
    }
    String from = read();
    switch (random.nextInt(6)) {
      case 0 -> add(name, new ReLU(), from);
      case 1 -> add(name, new PReLU(shapes.get(from).channels()), from);
      case 2 -> {
        sign(name + ".sign", from);
        sign(name + ".other", beside(from));
        join(name + ".signs", Join.CONCAT, name + ".sign", name + ".other");
        binary(name, name + ".signs", window(from));
      }
      case 3 -> {
        sign(name + ".sign", from);
        binary(name + ".left", name + ".sign", window(from));
        binary(name + ".right", name + ".sign", window(from));
        join(name, Join.ADD, name + ".left", name + ".right");
      }
      default -> {
        sign(name + ".sign", from);
        binary(name, name + ".sign", random.nextInt(3) == 0 ? smaller(from) : window(from));
      }
    }
  }

  private void sign(String name, String from) {
    if (random.nextBoolean()) {
      norm(name + ".norm", from);
      add(name, new BinActiv(), name + ".norm");
    } else {
      StraightThroughEstimator estimator = new StraightThroughEstimator.ApproxSign();
      add(name, BinActiv.withThresholds(shapes.get(from).channels(), estimator), from);
    }
  }

  private void binary(String name, String from, Window window) {
    int inputs = shapes.get(from).channels();
    Scaling scaling =
        List.of(
                new Scaling.None(),
                new Scaling.Learned(),
                new Scaling.Alpha(WeightGradient.CORRECTED))
            .get(random.nextInt(3));
    int groups = inputs == channels ? groups() : 1;
    add(
        name,
        new BinConv2d(
            new ConvGeometry(inputs, channels, window, groups),
            scaling,
            LatentConstraint.values()[random.nextInt(3)],
            random.nextBoolean(),
            reparameterization()),
        from);
  }

  private Reparameterization reparameterization() {
    return List.of(
            new Reparameterization.None(),
            new Reparameterization.None(),
            new Reparameterization.Standardised(),
            new Reparameterization.Recu())
        .get(random.nextInt(4));
  }

  private void norm(String name, String from) {
    FeatureShape shape = shapes.get(from);
    Layer norm =
        random.nextBoolean()
            ? new BatchNorm(shape.channels())
            : new BatchNorm(shape.channels(), 0.1, 0.3);
    add(name, shape.pixels() < NORMAL ? conv1(from) : norm, from);
  }

  private void pool(String name, String from) {
    FeatureShape shape = shapes.get(from);
    Window window =
        random.nextBoolean() ? RandomWindows.next(random, 3, shape) : Window.same(3, 1, shape);
    boolean max = !smooth && random.nextBoolean();
    add(name, max ? Pool.max(window) : Pool.average(window), from);
  }

  private void sum(String name) {
    String from = read();
    if (random.nextBoolean()) {
      join(name, Join.ADD, from, beside(from));
    } else {
      join(name, Join.ADD, beside(from), from, beside(from));
    }
  }

  private Conv2d conv1(String from) {
    return conv(from, new Window(1, 1, 0), 1);
  }

  private Conv2d smallerConv(String from) {
    return conv(from, smaller(from), groups());
  }

  private Conv2d conv(String from, Window window, int groups) {
    int inputs = shapes.get(from).channels();
    int fitting = inputs % groups == 0 ? groups : 1;
    return new Conv2d(new ConvGeometry(inputs, channels, window, fitting), random.nextBoolean());
  }

  private ChannelShuffle shuffle() {
    return new ChannelShuffle(2);
  }

  /** One group, two, or one a channel. */
  private int groups() {
    return List.of(1, 1, 2, channels).get(random.nextInt(4));
  }

  /** A window of any sides that leaves the size as it is, whatever lies above and below. */
  private Window window(String from) {
    return random.nextInt(4) == 0
        ? Window.same(3, 1, shapes.get(from))
        : new Window(axis(1 + random.nextInt(3)), axis(1 + random.nextInt(3)));
  }

  private Window.Axis axis(int kernel) {
    int before = random.nextInt(kernel);
    return new Window.Axis(kernel, 1, before, kernel - 1 - before);
  }

  /** A window that makes a side smaller, by its steps or for lack of padding. */
  private Window smaller(String from) {
    return random.nextBoolean()
        ? Window.same(3, 2, shapes.get(from))
        : RandomWindows.next(random, 3, shapes.get(from));
  }

  private void add(String name, Layer layer, String from) {
    builder.add(name, layer, from);
    shapes.put(name, layer.outputShape(shapes.get(from)));
  }

  private void join(String name, Join how, String... from) {
    builder.join(name, how, from);
    shapes.put(name, how.outputShape(List.of(from).stream().map(shapes::get).toList()));
  }

  /** Any node that no sign has made, often one that nobody reads yet. */
  private String read() {
    List<String> from = unread.isEmpty() || random.nextInt(3) == 0 ? numbers() : unread;
    String name = from.get(random.nextInt(from.size()));
    unread.remove(name);
    return name;
  }

  /** A node of the same shape, perhaps the same. */
  private String beside(String other) {
    List<String> like =
        numbers().stream().filter(name -> shapes.get(name).equals(shapes.get(other))).toList();
    String name = like.get(random.nextInt(like.size()));
    unread.remove(name);
    return name;
  }

  /** The input and the nodes that are no part of another. */
  private List<String> numbers() {
    return shapes.keySet().stream().filter(name -> !name.contains(".")).toList();
  }

  /** Sums the ends of each shape, and the logits of these sums. */
  private void joinEnds() {
    Map<FeatureShape, List<String>> ends =
        unread.stream()
            .collect(Collectors.groupingBy(shapes::get, LinkedHashMap::new, Collectors.toList()));
    List<String> logits = new ArrayList<>();
    ends.forEach(
        (shape, names) -> {
          String name = "end" + logits.size();
          if (names.size() > 1) {
            join(name + ".sum", Join.ADD, names.toArray(String[]::new));
          }
          logits(name, names.size() > 1 ? name + ".sum" : names.get(0));
          logits.add(name);
        });
    if (logits.size() > 1) {
      join("logits", Join.ADD, logits.toArray(String[]::new));
    }
  }

  private void logits(String name, String from) {
    FeatureShape shape = shapes.get(from);
    if (random.nextBoolean()) {
      add(name, new Linear(shape.size(), CLASSES), from);
    } else {
      add(name + ".pool", Pool.globalAverage(), from);
      add(name, new Linear(shape.channels(), CLASSES), name + ".pool");
    }
  }
}
