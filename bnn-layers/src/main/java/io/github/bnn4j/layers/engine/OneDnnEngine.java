// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.onednn.OneDnnCompiler;
import java.util.Map;
import java.util.Optional;

/**
 * Convolutions and pools in oneDNN, everything between two convolutions in fused passes. A layer it
 * does not know runs as its own reference operation.
 */
public final class OneDnnEngine implements Engine {

  private final OneDnnCompiler compiler;

  /**
   * Makes an engine that rounds to bfloat16 for training, and gradients in front of signs of
   * weights to int8, where the CPU multiplies bfloat16.
   */
  public OneDnnEngine() {
    this(OneDnnCompiler.hasBfloat16());
  }

  /**
   * Makes an engine.
   *
   * @param bfloat16 whether float convolutions multiply bfloat16, those of binary networks on the
   *     way back only
   */
  OneDnnEngine(boolean bfloat16) {
    compiler = new OneDnnCompiler(bfloat16);
  }

  /**
   * Whether oneDNN can be loaded here.
   *
   * @return false where its native library is missing from the class path or not for this machine
   */
  public static boolean isAvailable() {
    return obstacle().isEmpty();
  }

  /** What keeps oneDNN from being loaded, if anything does. */
  static Optional<String> obstacle() {
    return OneDnnCompiler.obstacle();
  }

  @Override
  public String description() {
    return compiler.description();
  }

  /**
   * Where the time of all networks bound to this engine went.
   *
   * @return seconds by phase, since the engine was made
   */
  public Map<Phase, Double> timings() {
    return compiler.timings();
  }

  /**
   * The bytes that the operations of all networks bound to this engine read and wrote: those of
   * their arrays, as often as they go through them, whether these come from memory or from a cache.
   * Scratch memory is not counted, nor is what ND4J computes: layers that run as their reference,
   * sums of gradients, optimizer and loss.
   *
   * @return bytes by phase, since the engine was made
   */
  public Map<Phase, Long> bytesMoved() {
    return compiler.bytesMoved();
  }

  @Override
  public BoundNetwork bind(Network network, int batch) {
    return new BoundNetwork(network, batch, () -> compiler.compile(network, batch));
  }
}
