// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the layers of a network that are computed together: at each node the longest run of layers
 * that can be fused, whose inner values nothing else reads.
 */
final class Fusions {

  private final Graph<Layer> graph;
  private final List<Unit> units = new ArrayList<>();
  private final boolean[] done;

  private Fusions(Graph<Layer> graph) {
    this.graph = graph;
    this.done = new boolean[graph.size() + 1];
  }

  /** The units in the order in which they run. */
  static List<Unit> of(Graph<Layer> network) {
    Fusions fusions = new Fusions(rectifiedAfterMaxPools(network));
    for (int value = 1; value <= fusions.graph.size(); value++) {
      if (!fusions.done[value]) {
        fusions.add(value);
      }
    }
    return fusions.units;
  }

  /**
   * The end of a block together with the signs of its shortcut, if those are counted and nothing
   * else reads their sums.
   */
  private Unit whole(Unit.End end) {
    for (Unit unit : units) {
      if (unit instanceof Unit.Signed signed
          && end.inputs().equals(List.of(signed.output(), signed.input()))
          && graph.soleReader(signed.output()).isPresent()
          && BinaryConvolutions.isCounted(signed)) {
        return new Unit.Residual(signed, end);
      }
    }
    return end;
  }

  /**
   * Exchanges each ReLU with a max pool behind it, which gives the same, bit by bit: the ReLU then
   * has less to do and is mostly fused with what follows. One behind a normalisation is fused
   * already.
   */
  private static Graph<Layer> rectifiedAfterMaxPools(Graph<Layer> graph) {
    List<Node<Layer>> nodes = new ArrayList<>(graph.nodes());
    for (int value = 1; value <= graph.size(); value++) {
      if (nodes.get(value - 1) instanceof Node.Unary<Layer> relu
          && relu.layer() instanceof ReLU
          && relu.input() > 0
          && !isNormalized(nodes.get(relu.input() - 1))
          && graph.soleReader(value).isPresent()) {
        int reader = graph.soleReader(value).getAsInt();
        if (nodes.get(reader - 1) instanceof Node.Unary<Layer> pool
            && pool.layer() instanceof Pool max
            && max.kind() == Pool.Kind.MAX) {
          nodes.set(value - 1, new Node.Unary<>(pool.name(), max, relu.input()));
          nodes.set(reader - 1, new Node.Unary<>(relu.name(), relu.layer(), value));
        }
      }
    }
    Graph.Builder<Layer> builder = Graph.builder();
    nodes.forEach(builder::add);
    return builder.build();
  }

  private static boolean isNormalized(Node<Layer> node) {
    return node instanceof Node.Unary<Layer> unary && unary.layer() instanceof BatchNorm;
  }

  private void add(int value) {
    if (graph.node(value) instanceof Node.Unary<Layer> unary) {
      Unit unit =
          block(unary, value)
              .or(() -> signed(unary, value))
              .or(() -> end(unary, value))
              .or(() -> normalized(unary, value))
              .orElseGet(() -> new Unit.Single(unary.layer(), unary.input(), value));
      for (int inner = value; inner != unit.output(); inner = next(inner)) {
        done[inner] = true;
      }
      done[unit.output()] = true;
      Unit all = unit instanceof Unit.End end ? whole(end) : unit;
      if (all instanceof Unit.Residual residual) {
        units.remove(residual.signed());
      }
      units.add(all);
    } else {
      Node.Join<Layer> join = (Node.Join<Layer>) graph.node(value);
      units.add(new Unit.Joint(join.how(), join.inputs(), value));
    }
  }

  private int next(int value) {
    return graph.soleReader(value).orElseThrow();
  }

  private Optional<Unit> block(Node.Unary<Layer> first, int start) {
    int value = start;
    Optional<Layer> layer = Optional.of(first.layer());
    boolean rectified = layer.filter(ReLU.class::isInstance).isPresent();
    if (rectified) {
      layer = graph.soleReader(value, Layer.class);
      value = layer.isPresent() ? next(value) : value;
    }
    int groups = 1;
    if (layer.isPresent() && layer.get() instanceof ChannelShuffle shuffle) {
      groups = shuffle.groups();
      layer = graph.soleReader(value, Layer.class);
      value = layer.isPresent() ? next(value) : value;
    }
    if (layer.isEmpty() || !(layer.get() instanceof BatchNorm norm)) {
      return Optional.empty();
    }
    Optional<BinActiv> sign =
        graph
            .soleReader(value, BinActiv.class)
            .filter(it -> gate(it.estimator()).isPresent() && it.threshold().isEmpty());
    if (sign.isEmpty()) {
      return Optional.empty();
    }
    int signs = next(value);
    Optional<BinConv2d> conv = graph.soleReader(signs, BinConv2d.class).filter(BinaryWeights::fit);
    if (conv.isEmpty()) {
      return Optional.empty();
    }
    Gate gate = gate(sign.get().estimator()).orElseThrow();
    return Optional.of(
        new Unit.Block(
            new FusedBlock.Fusion(rectified, groups, norm, gate, conv.get()),
            first.input(),
            next(signs)));
  }

  private Optional<Unit> signed(Node.Unary<Layer> first, int value) {
    if (!(first.layer() instanceof BinActiv sign)) {
      return Optional.empty();
    }
    Optional<Gate> gate = gate(sign.estimator());
    Optional<BinConv2d> conv = graph.soleReader(value, BinConv2d.class).filter(BinaryWeights::fit);
    if (gate.isEmpty() || conv.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Unit.Signed(
            new ThresholdBlock.Fusion(sign.threshold(), gate.get(), conv.get()),
            first.input(),
            next(value)));
  }

  /** A sum of two, of which the other is there before the normalisation, and not the image. */
  private Optional<Unit> end(Node.Unary<Layer> first, int value) {
    OptionalInt sum = graph.soleReader(value);
    if (!(first.layer() instanceof BatchNorm norm)
        || sum.isEmpty()
        || !(graph.node(sum.getAsInt()) instanceof Node.Join<Layer> join)
        || join.how() != Join.ADD
        || join.inputs().size() != 2) {
      return Optional.empty();
    }
    int shortcut = join.inputs().get(0) == value ? join.inputs().get(1) : join.inputs().get(0);
    if (shortcut == 0 || shortcut > value || shortcut == first.input()) {
      return Optional.empty();
    }
    Optional<Layer> rectifier =
        graph
            .soleReader(sum.getAsInt(), Layer.class)
            .filter(layer -> layer instanceof ReLU || layer instanceof PReLU);
    return Optional.of(
        new Unit.End(
            norm,
            rectifier,
            List.of(first.input(), shortcut),
            rectifier.isPresent() ? next(sum.getAsInt()) : sum.getAsInt()));
  }

  private Optional<Unit> normalized(Node.Unary<Layer> first, int value) {
    if (!(first.layer() instanceof BatchNorm norm)) {
      return Optional.empty();
    }
    boolean relu = graph.soleReader(value, ReLU.class).isPresent();
    return Optional.of(new Unit.Normalized(norm, relu, first.input(), relu ? next(value) : value));
  }

  /** The factor that stands in for an estimator's derivative, if the passes have it. */
  private static Optional<Gate> gate(StraightThroughEstimator estimator) {
    if (estimator instanceof StraightThroughEstimator.ApproxSign) {
      return Optional.of(Gate.TRIANGLE);
    }
    return estimator instanceof StraightThroughEstimator.ClippedIdentity
        ? Optional.of(Gate.CLIPPED)
        : Optional.empty();
  }
}
