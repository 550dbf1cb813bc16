// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GraphTest {

  @Example
  void aChainReadsWhatWasMadeLast() {
    Graph<String> graph = Graph.<String>builder().add("conv", "c").add("norm", "n").build();

    assertThat(graph.isChain()).isTrue();
    assertThat(graph.size()).isEqualTo(2);
    assertThat(graph.output()).isEqualTo(2);
    assertThat(graph.name(0)).isEqualTo("input");
    assertThat(graph.name(2)).isEqualTo("norm");
    assertThat(graph.node(2)).isEqualTo(new Node.Unary<>("norm", "n", 1));
    assertThat(graph.layers()).containsExactly("c", "n");
    assertThat(graph.soleReader(0)).hasValue(1);
    assertThat(graph.soleReader(2)).isEmpty();
  }

  @Example
  void layersWithoutNamesAreNamedByTheirPlace() {
    Graph<String> graph = Graph.chain(List.of("a", "b"));

    assertThat(graph.nodes()).extracting(Node::name).containsExactly("0", "1");
    assertThat(graph).isEqualTo(Graph.<String>builder().add("a").add("b").build());
  }

  @Example
  void thePartUpToAValueLeavesOutWhatItDoesNotDependOn() {
    Graph<String> graph =
        Graph.<String>builder()
            .add("stem", "s")
            .add("other", "o")
            .add("conv", "c", "stem")
            .join("sum", Join.ADD, "stem", "conv")
            .join("all", Join.CONCAT, "sum", "other")
            .build();

    assertThat(graph.upTo(4))
        .isEqualTo(
            Graph.<String>builder()
                .add("stem", "s")
                .add("conv", "c")
                .join("sum", Join.ADD, "stem", "conv")
                .build());
    assertThat(graph.upTo(5)).isEqualTo(graph);
  }

  @Example
  void aShortcutIsNoChainAndItsStartHasTwoReaders() {
    Graph<String> graph =
        Graph.<String>builder()
            .add("stem", "s")
            .add("conv", "c")
            .join("sum", Join.ADD, "stem", "conv")
            .build();

    assertThat(graph.isChain()).isFalse();
    assertThat(graph.readers(1)).containsExactly(2, 3);
    assertThat(graph.soleReader(1)).isEmpty();
    assertThat(graph.soleReader(0, String.class)).contains("s");
    assertThat(graph.soleReader(2)).hasValue(3);
    assertThat(graph.soleReader(2, String.class)).as("a join is no layer").isEmpty();
    assertThat(graph.layers()).containsExactly("s", "c");
  }

  @Property
  void readersAreTheNodesThatNameAValueAndASoleReaderIsTheOnlyOne(@ForAll long seed) {
    Graph<String> graph = anyGraph(new Random(seed));

    for (int value = 0; value <= graph.size(); value++) {
      List<Integer> expected = new ArrayList<>();
      for (int made = 1; made <= graph.size(); made++) {
        for (int input : graph.node(made).inputs()) {
          if (input == value) {
            expected.add(made);
          }
        }
      }
      assertThat(graph.readers(value)).isEqualTo(expected);
      assertThat(graph.soleReader(value))
          .isEqualTo(expected.size() == 1 ? OptionalInt.of(expected.get(0)) : OptionalInt.empty());
    }
  }

  @Property
  void aGraphIsAChainExactlyWhereEachNodeIsALayerBehindTheOneBefore(@ForAll long seed) {
    Graph<String> graph = anyGraph(new Random(seed));

    assertThat(graph.isChain())
        .isEqualTo(
            IntStream.range(0, graph.size())
                .allMatch(i -> graph.nodes().get(i).inputs().equals(List.of(i))));
  }

  @Property
  void otherLayersLeaveTheStructureAsItIs(@ForAll long seed) {
    Graph<String> graph = anyGraph(new Random(seed));

    Graph<Integer> other = graph.map(String::length);

    assertThat(other.map(i -> "x".repeat(i))).isEqualTo(graph).hasSameHashCodeAs(graph);
    assertThat(other.size()).isEqualTo(graph.size());
    for (int value = 0; value <= graph.size(); value++) {
      assertThat(other.readers(value)).isEqualTo(graph.readers(value));
      assertThat(other.name(value)).isEqualTo(graph.name(value));
    }
  }

  @Example
  void evaluatingMakesEveryValueOfThoseItReads() {
    Graph<String> graph =
        Graph.<String>builder()
            .add("a", "f")
            .add("b", "g", "input")
            .join("c", Join.CONCAT, "a", "b", "input")
            .build();

    List<String> values =
        graph.evaluate(
            "x",
            new Graph.Evaluation<String, String>() {
              @Override
              public String layer(String layer, String input) {
                return layer + "(" + input + ")";
              }

              @Override
              public String join(Join how, List<String> inputs) {
                return how + inputs.toString();
              }
            });

    assertThat(values).containsExactly("x", "f(x)", "g(x)", "CONCAT[f(x), g(x), x]");
  }

  @Example
  void mistakesAreSentencesThatNameTheNodes() {
    Graph.Builder<String> builder = Graph.<String>builder().add("stem", "s").add("conv", "c");

    assertRefused(() -> builder.add("stem", "s"), "The name stem is taken");
    assertRefused(() -> builder.add("input", "s"), "The name input is taken");
    assertRefused(() -> builder.add(" ", "s"), "Node 2 needs a name.");
    assertRefused(
        () -> builder.add("head", "h", "sten"),
        "Node head reads sten, but nothing before it has that name.");
    assertRefused(
        () -> builder.join("sum", Join.ADD, "stem", "cnov"),
        "Node sum reads cnov, but nothing before it has that name.");
    assertRefused(
        () -> builder.join("sum", Join.ADD, "stem"), "The join sum needs at least two inputs");
    assertRefused(
        () -> builder.add(new Node.Unary<>("far", "f", 3)),
        "Node far reads value 3; only 0 to 2 are made before it.");
    assertRefused(
        () -> builder.add(new Node.Unary<>("far", "itself", 3)),
        "Node far reads value 3; only 0 to 2 are made before it.");
    assertRefused(() -> Graph.<String>builder().build(), "A network needs at least one node.");
    assertRefused(
        () ->
            Graph.<String>builder()
                .add("stem", "s")
                .add("lost", "l")
                .add("head", "h", "stem")
                .build(),
        "Nothing reads lost; of all values only the last, head, is the output.");
  }

  @Example
  void shapesThatDoNotFitAJoinAreRefusedByTheNamesOfTheNodes() {
    Graph<Integer> graph =
        Graph.<Integer>builder()
            .add("a", 3)
            .add("b", 4, "input")
            .join("sum", Join.ADD, "a", "b")
            .build();

    assertRefused(
        () -> graph.evaluate(new FeatureShape(2, 2, 1), new Channels()),
        "Join sum, ADD of a and b, does not fit: "
            + "A sum needs values of one shape, not [2, 2, 3] and [2, 2, 4].");
    assertRefused(
        () -> graph.map(channels -> -channels).evaluate(new FeatureShape(2, 2, 1), new Channels()),
        "Layer a, -3, does not fit: A feature shape needs sizes of at least 1, not [2, 2, -3].");
  }

  @Example
  void aConcatenationAddsUpTheChannelsOfOneSize() {
    List<FeatureShape> shapes = List.of(new FeatureShape(2, 3, 4), new FeatureShape(2, 3, 1));

    assertThat(Join.CONCAT.outputShape(shapes)).isEqualTo(new FeatureShape(2, 3, 5));
    assertRefused(
        () -> Join.CONCAT.outputShape(List.of(shapes.get(0), new FeatureShape(3, 3, 1))),
        "A concatenation needs values of one height and width, not [2, 3, 4] and [3, 3, 1].");
    assertRefused(() -> Join.ADD.outputShape(shapes.subList(0, 1)), "not 1");
  }

  private record Channels() implements Graph.Evaluation<Integer, FeatureShape> {

    @Override
    public FeatureShape layer(Integer layer, FeatureShape input) {
      return new FeatureShape(input.height(), input.width(), layer);
    }

    @Override
    public FeatureShape join(Join how, List<FeatureShape> inputs) {
      return how.outputShape(inputs);
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String saying) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(saying);
  }

  /** Returns a graph of up to 12 nodes that read anything; a join at the end reads what is left. */
  private static Graph<String> anyGraph(Random random) {
    Graph.Builder<String> builder = Graph.builder();
    int nodes = 1 + random.nextInt(12);
    for (int i = 0; i < nodes; i++) {
      int input = random.nextBoolean() ? i : random.nextInt(i + 1);
      if (random.nextInt(3) == 0) {
        builder.add(new Node.Join<>("n" + i, Join.ADD, List.of(input, random.nextInt(i + 1))));
      } else {
        builder.add(new Node.Unary<>("n" + i, "x".repeat(random.nextInt(3)), input));
      }
    }
    List<Integer> all = IntStream.rangeClosed(0, nodes).boxed().toList();
    return random.nextInt(4) == 0
        ? Graph.chain(List.of("xx", "x"))
        : builder.add(new Node.Join<>("end", Join.CONCAT, all)).build();
  }
}
