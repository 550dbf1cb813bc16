// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * What a packed network consists of, as immutable values: the {@link
 * io.github.bnn4j.core.packed.layer.PackedLayer} records, what flows between them ({@link
 * io.github.bnn4j.core.packed.layer.ValueShape}: floats, exact integer sums, or signs as bits),
 * what images come in ({@link io.github.bnn4j.core.packed.layer.ImageSpec}), and all of it together
 * ({@link io.github.bnn4j.core.packed.layer.PackedProgram}).
 *
 * <p>A record says what is computed, to the last bit, and nothing of how: that is the business of
 * {@code core.packed.plan}. It stands on {@link io.github.bnn4j.core.shape}, {@link
 * io.github.bnn4j.core.graph} and {@link io.github.bnn4j.core.bit}.
 */
package io.github.bnn4j.core.packed.layer;
