// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.List;

/** One step of a plan: reads and writes the buffers of a session. Immutable. */
interface Step {

  void run(Buffers buffers);

  /**
   * Returns steps that together do what this one does, and may run at the same time: each writes
   * other places, and none reads what another writes.
   *
   * @param most how many there may be
   */
  default List<Step> parts(int most) {
    return List.of(this);
  }
}
