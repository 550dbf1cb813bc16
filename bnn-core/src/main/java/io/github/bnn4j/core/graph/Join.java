// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;

/** How several values become one. Joins have no parameters. */
public enum Join {
  /** The sum, element by element, of values of one shape, added in the order of the inputs. */
  ADD {
    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
      FeatureShape first = first(inputs);
      for (FeatureShape each : inputs) {
        Require.that(
            each.equals(first), "A sum needs values of one shape, not %s and %s.", first, each);
      }
      return first;
    }
  },

  /** The channels of the first input, then those of the second, and so on, pixel by pixel. */
  CONCAT {
    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
      FeatureShape first = first(inputs);
      int channels = 0;
      for (FeatureShape each : inputs) {
        Require.that(
            each.height() == first.height() && each.width() == first.width(),
            "A concatenation needs values of one height and width, not %s and %s.",
            first,
            each);
        channels = Math.addExact(channels, each.channels());
      }
      return new FeatureShape(first.height(), first.width(), channels);
    }
  };

  /**
   * Returns the shape of what this makes.
   *
   * @param inputs the shapes of what it joins, at least two
   * @return the shape of the output
   * @throws IllegalArgumentException if they do not fit together
   */
  public abstract FeatureShape outputShape(List<FeatureShape> inputs);

  private static FeatureShape first(List<FeatureShape> inputs) {
    Require.that(inputs.size() >= 2, "A join needs at least two inputs, not %d.", inputs.size());
    return inputs.get(0);
  }
}
