// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.Network;

/**
 * What computes a network: {@link OneDnnEngine}, fast on x86-64, or {@link Nd4jEngine}, the
 * reference, on any ND4J backend. Both compute the same but for rounding; a test holds one to the
 * other.
 *
 * <p>An engine and the {@link BoundNetwork}s that it makes belong to one thread.
 */
public interface Engine {

  /**
   * The fastest engine this machine has, to train on. The first call says at level INFO which it is
   * and why.
   *
   * @return a {@link OneDnnEngine} where oneDNN can be loaded and ND4J's arrays are in the memory
   *     of the host, else an {@link Nd4jEngine}
   */
  static Engine fastest() {
    return EngineChoice.fastest();
  }

  /**
   * The fastest engine this machine has that rounds nothing but float32 sums: what accuracies are
   * measured with.
   *
   * @return a {@link OneDnnEngine} in float32 under the same conditions, else an {@link Nd4jEngine}
   */
  static Engine exact() {
    return EngineChoice.exact();
  }

  /**
   * Binds a network to a batch size: allocates the buffers and chooses the arithmetic, which takes
   * up to some seconds. The result holds native memory until it is closed.
   *
   * @param network the network; the result reads and changes its parameters
   * @param batch number of images of each pass, at least 1
   * @return the network, ready to run
   * @throws IllegalArgumentException if the batch is below 1
   */
  BoundNetwork bind(Network network, int batch);

  /**
   * Says which engine this is, in which version, precision and instructions of the CPU and with how
   * many threads.
   *
   * @return for example {@code oneDNN 3.11.0 bf16, AVX-512 with bfloat16, Vector API, 2 threads}
   */
  String description();
}
