// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

/** One step of a plan: reads and writes the buffers of a session. Immutable. */
interface Step {

  void run(Buffers buffers);
}
