// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Compiles a graph to steps. Goes through its nodes in order; what a layer becomes is for {@link
 * LayerSteps} to say, which may take in the layers behind it where nobody else reads what lies
 * between.
 */
public final class PlanBuilder {

  private final Graph<PackedLayer> graph;
  private final List<ValueShape> shapes;
  private final InputImage image;
  private final boolean imageLiesInPlanes;
  private final BufferSizes sizes;
  private final List<Stage> stages = new ArrayList<>();
  private final Map<Integer, Value> values = new HashMap<>();

  /** How many reads of each buffer are still to come. */
  private final Map<Integer, Integer> readsLeft = new HashMap<>();

  /** The nodes that are compiled, by the values they make. */
  private final BitSet compiled = new BitSet();

  /** What the present stage makes beside its value. */
  private final Map<Integer, Value> beside = new HashMap<>();

  private int stepCount;

  /** The value that the present stage makes so far, its steps, and the layers they are of. */
  private int made;

  private List<Step> steps = List.of();
  private List<String> layers = List.of();

  private PlanBuilder(PackedProgram program) {
    graph = program.graph();
    shapes = program.shapes();
    Optional<FloatConv2d> first = graph.soleReader(0, FloatConv2d.class);
    imageLiesInPlanes = first.isPresent();
    image =
        first
            .map(conv -> InputImage.planes(program.input(), conv.geometry().window()))
            .orElseGet(() -> InputImage.pixels(program.input()));
    Value input = Value.ofChannels(shapes.get(0), BufferSizes.IMAGE);
    sizes = new BufferSizes(Math.max(image.size(), input.size()));
    place(0, input);
  }

  /**
   * Compiles a network.
   *
   * @param program the network
   * @return the steps that run it
   * @throws IllegalArgumentException if running it takes more memory than any network may
   */
  public static Plan plan(PackedProgram program) {
    PlanBuilder builder = new PlanBuilder(program);
    int output = builder.graph.output();
    for (int value = 1; value <= output; value++) {
      if (!builder.compiled.get(value)) {
        builder.stage(value);
      }
    }
    return new Plan(builder.image, builder.stages, builder.sizes, builder.values.get(output));
  }

  private void stage(int value) {
    steps = new ArrayList<>();
    layers = new ArrayList<>();
    begin(value);
    Node<PackedLayer> node = graph.node(value);
    List<Value> inputs =
        node.inputs().stream().map(values::get).collect(Collectors.toUnmodifiableList());
    inputs.forEach(input -> readsLeft.merge(input.buffer(), -1, Integer::sum));
    Value output =
        node instanceof Node.Join<PackedLayer> join
            ? join(join.how(), inputs)
            : ((Node.Unary<PackedLayer>) node).layer().accept(new LayerSteps(this, inputs.get(0)));
    place(made, output);
    beside.forEach(
        (other, where) -> {
          readsLeft.merge(output.buffer(), -1, Integer::sum);
          place(other, where);
        });
    beside.clear();
    if (!steps.isEmpty()) {
      stages.add(new Stage(node.name() + " " + String.join(", ", layers), steps));
    }
  }

  private void begin(int value) {
    made = value;
    compiled.set(value);
    Node<PackedLayer> node = graph.node(value);
    layers.add(
        node instanceof Node.Unary<PackedLayer> unary
            ? describe(unary.layer())
            : ((Node.Join<PackedLayer>) node).how().toString());
  }

  private static String describe(PackedLayer layer) {
    String name = layer.getClass().getSimpleName();
    if (layer instanceof FloatConv2d conv) {
      return name + " " + conv.geometry().summary();
    }
    return layer instanceof BitConv2d conv ? name + " " + conv.geometry().summary() : name;
  }

  private void place(int value, Value where) {
    values.put(value, where);
    readsLeft.merge(where.buffer(), graph.readers(value).size(), Integer::sum);
  }

  private Value join(Join how, List<Value> inputs) {
    return switch (how) {
      case ADD -> sum(inputs);
      case CONCAT -> {
        ConcatStep concat = ConcatStep.of(inputs, shape(), newBuffer());
        yield add(concat, concat.output(), inputs.toArray(Value[]::new));
      }
    };
  }

  private Value sum(List<Value> inputs) {
    Value sum = inputs.get(0).with(shape(), newBuffer());
    add(new AddStep(inputs.get(0), inputs.get(1), sum), sum, inputs.get(0), inputs.get(1));
    for (Value more : inputs.subList(2, inputs.size())) {
      add(new AddStep(sum, more, sum), sum, more);
    }
    return sum;
  }

  /** Returns the kind and shape of the value that the present stage makes so far. */
  ValueShape shape() {
    return shapes.get(made);
  }

  /** Returns whether a value is the input image, laid out for the one convolution that reads it. */
  boolean liesInPlanes(Value value) {
    return imageLiesInPlanes && value.buffer() == BufferSizes.IMAGE;
  }

  /** Returns whether a step may change a value in place: no later node reads its buffer. */
  boolean isReadForTheLastTime(Value value) {
    return readsLeft.get(value.buffer()) == 0;
  }

  /** Returns the layer that alone reads what the present stage makes so far, if of that kind. */
  <L extends PackedLayer> Optional<L> next(Class<L> kind) {
    return graph.soleReader(made, kind);
  }

  /** Takes the next layer in: the present stage makes its value. */
  void take() {
    begin(graph.soleReader(made).orElseThrow());
  }

  /** Takes the next layer in if it is of that kind. */
  <L extends PackedLayer> Optional<L> takeIf(Class<L> kind) {
    Optional<L> layer = next(kind);
    layer.ifPresent(present -> take());
    return layer;
  }

  /** Takes the next layer in if it is of one kind, and one of another alone reads what it makes. */
  <L extends PackedLayer> Optional<L> takeIfBefore(
      Class<L> kind, Class<? extends PackedLayer> following) {
    OptionalInt next = graph.soleReader(made);
    return next.isPresent() && graph.soleReader(next.getAsInt(), following).isPresent()
        ? takeIf(kind)
        : Optional.empty();
  }

  /** Returns what a sum of two adds to what {@link #next} makes, where nobody else reads that. */
  Optional<Value> addedToNext() {
    OptionalInt next = graph.soleReader(made);
    OptionalInt sum = next.isPresent() ? graph.soleReader(next.getAsInt()) : next;
    if (sum.isEmpty()
        || !(graph.node(sum.getAsInt()) instanceof Node.Join<PackedLayer> join)
        || join.how() != Join.ADD
        || join.inputs().size() != 2) {
      return Optional.empty();
    }
    return Optional.ofNullable(values.get(otherInput(join, next.getAsInt())));
  }

  private static int otherInput(Node.Join<PackedLayer> join, int input) {
    return join.inputs().get(0) == input ? join.inputs().get(1) : join.inputs().get(0);
  }

  /** Takes the sum in that alone reads what the present stage makes so far. */
  void takeSum() {
    int input = made;
    take();
    int other = otherInput((Node.Join<PackedLayer>) graph.node(made), input);
    readsLeft.merge(values.get(other).buffer(), -1, Integer::sum);
  }

  /** Returns the convolution that alone reads the signs of what the present stage makes. */
  Optional<BitConv2d> convolutionOfSigns() {
    return graph.readers(made).stream()
        .filter(reader -> isOf(reader, FloatThreshold.class))
        .findFirst()
        .flatMap(signs -> graph.soleReader(signs, BitConv2d.class));
  }

  private boolean isOf(int value, Class<? extends PackedLayer> kind) {
    return graph.node(value) instanceof Node.Unary<PackedLayer> unary
        && kind.isInstance(unary.layer());
  }

  /**
   * Takes a layer in that reads what the present stage makes, though others may read it too.
   *
   * @param output where the step puts what the layer makes
   */
  <L extends PackedLayer> Optional<L> takeBeside(Class<L> kind, Value output) {
    for (int reader : graph.readers(made)) {
      if (graph.node(reader) instanceof Node.Unary<PackedLayer> unary
          && kind.isInstance(unary.layer())) {
        compiled.set(reader);
        layers.add(describe(unary.layer()));
        beside.put(reader, output);
        return Optional.of(kind.cast(unary.layer()));
      }
    }
    return Optional.empty();
  }

  int newBuffer() {
    return sizes.newBuffer();
  }

  BufferSizes sizes() {
    return sizes;
  }

  /** Adds a step that reads values and writes one, and returns that. */
  Value add(Step step, Value output, Value... inputs) {
    steps.add(step);
    stepCount++;
    for (Value input : inputs) {
      sizes.use(input, stepCount);
    }
    sizes.use(output, stepCount);
    return output;
  }

  /** Adds a step that copies a value to padded planes, and returns the number of their buffer. */
  int addPlanes(Value input, Window window) {
    PadStep pad = new PadStep(input, newBuffer(), window);
    steps.add(pad);
    stepCount++;
    sizes.use(input, stepCount);
    for (int step = stepCount; step <= stepCount + 1; step++) { // the next step reads them
      sizes.use(pad.output(), BufferSizes.Memory.FLOATS, pad.size(), step);
    }
    return pad.output();
  }
}
