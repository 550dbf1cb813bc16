// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The bridge from training to inference: from a trained network to a packed one.
 *
 * <p>{@link io.github.bnn4j.layers.pack.Packer} walks along a {@link
 * io.github.bnn4j.layers.Network}. Latent weights become bits. What lies between two binary
 * convolutions is, for each channel, a monotone function of the integer sum z that comes out of the
 * first: times alpha, plus bias, ReLU, max-pool, normalisation, sign. So it is one comparison,
 *
 * <pre>
 * next bit is +1  iff  (z &gt;= threshold[c]) != flip[c]
 * </pre>
 *
 * and the threshold is found by evaluating the function itself in double precision at the integers,
 * by bisection, not by inverting a formula. Negative and zero scales come out right by themselves.
 */
package io.github.bnn4j.layers.pack;
