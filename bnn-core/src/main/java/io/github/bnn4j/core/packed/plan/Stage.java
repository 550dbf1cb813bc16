// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.List;

/** The steps of some layers that run as one. */
record Stage(String layers, List<Step> steps) {

  Stage {
    steps = List.copyOf(steps);
  }
}
