// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * What computes a network in training.
 *
 * <p>An {@link io.github.bnn4j.layers.engine.Engine} binds a network to a batch size and gives a
 * {@link io.github.bnn4j.layers.engine.BoundNetwork}: all buffers are there, and forward and
 * backward passes allocate nothing. There are two, and a test holds one to the other:
 *
 * <ul>
 *   <li>{@link io.github.bnn4j.layers.engine.OneDnnEngine}, for x86-64: convolutions in oneDNN,
 *       everything between two convolutions in fused passes over the channels. Where the CPU has
 *       bfloat16, convolutions multiply it on the way back, so that gradients are rounded; +1, -1
 *       and 0 are exact in it. Where bits are counted forward, the gradient of the input is the
 *       product of signs and gradients rounded to int8, each off by at most a 254th of the largest
 *       of its image; that of the weights stays bfloat16 (Banner et al., "Scalable Methods for
 *       8-bit Training of Neural Networks", NeurIPS 2018). Forward, binary networks round nothing
 *       but float32 sums, as a sign must not turn, and activations of float networks are bfloat16
 *       as well up to the last convolution. Parameters and statistics never are.
 *   <li>{@link io.github.bnn4j.layers.engine.Nd4jEngine}, the reference: each layer's own operation
 *       on whichever ND4J backend is on the class path, CUDA included.
 * </ul>
 *
 * <p>{@link io.github.bnn4j.layers.engine.Engine#fastest} chooses, and says at level INFO what and
 * why; {@link io.github.bnn4j.layers.engine.Engine#exact} is for measuring: it rounds nothing.
 * Engines and bound networks belong to one thread; a pass uses several inside.
 */
package io.github.bnn4j.layers.engine;
