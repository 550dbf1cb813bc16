// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What every number of a network must be: finite, and if it is a variance, at least 0.
 *
 * <p>A sign hides what is not: the bit of NaN is that of a number above 0, and a network goes on
 * with it as if nothing were wrong. So numbers are looked at where they come in, from a file, and
 * where they go out, into a packed network. No state; safe for use by many threads; costs a pass
 * over the numbers.
 */
public final class SoundValues {

  private static final String VARIANCE = "running_var";

  private SoundValues() {}

  /**
   * Looks for a number that is none a network can have.
   *
   * @param name the full name; one that ends with {@code running_var} is that of variances
   * @param shape sizes, outermost first
   * @param values the numbers, last index fastest
   * @return the first such number with its name and index, such as {@code conv.weight[0, 2] is NaN,
   *     but must be finite}; nothing if all are sound
   */
  public static Optional<String> fault(String name, long[] shape, float[] values) {
    return fault(name, shape, FloatBuffer.wrap(values));
  }

  private static Optional<String> fault(String name, long[] shape, FloatBuffer values) {
    boolean variance = name.endsWith(VARIANCE);
    for (int i = 0; i < values.capacity(); i++) {
      float value = values.get(i);
      if (!Float.isFinite(value)) {
        return Optional.of(name + index(shape, i) + " is " + value + ", but must be finite");
      }
      if (variance && value < 0) {
        return Optional.of(
            name + index(shape, i) + " is " + value + ", but a variance is at least 0");
      }
    }
    return Optional.empty();
  }

  /**
   * Looks for such a number among the parameters of a network.
   *
   * @param parameters parameters by full name
   * @return the first one with its name and index; nothing if all are sound
   */
  public static Optional<String> fault(Map<String, Parameter> parameters) {
    return parameters.entrySet().stream()
        .flatMap(entry -> fault(entry.getKey(), entry.getValue().value()).stream())
        .findFirst();
  }

  /**
   * Looks for such a number in an array.
   *
   * @param name the full name; one that ends with {@code running_var} is that of variances
   * @param value the numbers
   * @return the first one with its name and index; nothing if all are sound
   */
  public static Optional<String> fault(String name, INDArray value) {
    return fault(name, value.shape(), Floats.look(value));
  }

  private static String index(long[] shape, int place) {
    long[] index = new long[shape.length];
    long rest = place;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    return Arrays.toString(index);
  }
}
