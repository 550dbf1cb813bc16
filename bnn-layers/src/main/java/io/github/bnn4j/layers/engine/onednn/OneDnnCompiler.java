// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Pass;
import io.github.bnn4j.layers.engine.pass.Timings;
import io.github.bnn4j.layers.engine.pass.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.javacpp.PointerScope;

/**
 * Turns a network into operations: convolutions and pools in oneDNN, everything between two
 * convolutions in fused passes. A layer it does not know runs as its own reference operation. What
 * it makes belongs to one thread.
 */
public final class OneDnnCompiler {

  private final Timings timings = new Timings();
  private final Workers workers = new Workers(OpenMp.most());
  private final OneDnn dnn = new OneDnn(timings, workers);
  private final data_type operands;

  /**
   * Makes a compiler.
   *
   * @param bfloat16 whether float convolutions multiply bfloat16, those of binary networks on the
   *     way back only
   */
  public OneDnnCompiler(boolean bfloat16) {
    this.operands = bfloat16 ? data_type.bf16 : data_type.f32;
  }

  /** Whether the CPU itself multiplies bfloat16. */
  public static boolean hasBfloat16() {
    return InstructionSet.hasBfloat16();
  }

  /** What keeps oneDNN from being loaded, if anything does. */
  public static Optional<String> obstacle() {
    return Availability.OBSTACLE;
  }

  /** Tries once, when first asked. */
  private static final class Availability {
    private static final Optional<String> OBSTACLE = tryLoading();

    private static Optional<String> tryLoading() {
      try {
        dnnl.dnnl_get_effective_cpu_isa();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of("it cannot be loaded (" + e.getMessage() + ")");
      }
    }
  }

  /** Version, precision, instructions, passes and threads, in a line. */
  public String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN "
        + version.major()
        + "."
        + version.minor()
        + "."
        + version.patch()
        + (operands == data_type.bf16 ? " bf16" : " f32")
        + ", "
        + InstructionSet.best()
        + ", "
        + ChannelPasses.description()
        + ", "
        + Count.of(workers.count(), "thread");
  }

  /** Where the time of all operations went, in seconds by phase. */
  public Map<Phase, Double> timings() {
    return timings.seconds();
  }

  /** The bytes that they read and wrote, by phase. */
  public Map<Phase, Long> bytesMoved() {
    return timings.bytesMoved();
  }

  /** A network's operations and joins, for batches of a size. */
  public Pass compile(Network network, int batch) {
    // closed twice: now, so that it takes in no more, and with the pass, which frees what it has
    try (PointerScope natives = OneDnn.scope().extend()) {
      return pass(network, batch, natives);
    }
  }

  private Pass pass(Network network, int batch, PointerScope natives) {
    List<Unit> units = Fusions.of(network.graph());
    ValueTypes values = new ValueTypes(network, units, operands);
    PassMemory memory = new PassMemory(network, units, values, batch);
    Operations operations = new Operations(dnn, operands, network, units, values, memory, batch);
    List<Pass.Step> steps = new ArrayList<>();
    int image = 0;
    if (values.rounded()) {
      image = network.graph().size() + 1;
      Rounding rounding = new Rounding(dnn, memory.shared(), network.input(), batch);
      steps.add(new Pass.Step.Single(rounding, 0, image));
    }
    for (Unit unit : units) {
      steps.add(operations.step(unit, image));
    }
    return new Pass(
        network.graph(),
        steps,
        () -> {
          natives.close();
          memory.shared().close();
        });
  }
}
