// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs packed networks, for the use of this library alone. {@link
 * io.github.bnn4j.core.packed.plan.PlanBuilder} compiles layers to the steps of a {@link
 * io.github.bnn4j.core.packed.plan.Plan}; a plan is shared by all threads, and each runs it in
 * {@link io.github.bnn4j.core.packed.plan.Buffers} of its own.
 *
 * <p>Between two steps lies a {@code Value} in a buffer. Which lane of a pixel holds a channel is
 * free, so that shuffles and padded tiles cost nothing. Convolutions go through an image in strips
 * that stay in the cache, and have {@link io.github.bnn4j.core.kernel} compute them.
 */
package io.github.bnn4j.core.packed.plan;
