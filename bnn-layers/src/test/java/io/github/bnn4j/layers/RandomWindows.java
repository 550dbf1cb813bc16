// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Random;

/** Windows of any sides, steps and padding that leave nothing of an input out. */
public final class RandomWindows {

  private RandomWindows() {}

  /** A window of at most so many taps along each side; every second one is square. */
  public static Window next(Random random, int largest, FeatureShape input) {
    Window.Axis rows = axis(random, largest, input.height());
    boolean square =
        random.nextBoolean()
            && rows.before() == rows.after()
            && rows.padded(input.width()) >= rows.kernel()
            && left(rows, input.width()) <= 0;
    return new Window(rows, square ? rows : axis(random, largest, input.width()));
  }

  private static Window.Axis axis(Random random, int largest, int size) {
    int kernel = 1 + random.nextInt(Math.min(largest, size));
    int stride = 1 + random.nextInt(kernel);
    Window.Axis axis = new Window.Axis(kernel, stride, random.nextInt(kernel), 0);
    int missing = axis.start(axis.outputSize(size)) + kernel - size;
    boolean more = left(axis, size) > 0 || random.nextBoolean() && missing < kernel;
    return new Window.Axis(kernel, stride, axis.before(), more ? missing : 0);
  }

  private static int left(Window.Axis axis, int size) {
    return size - axis.start(axis.outputSize(size) - 1) - axis.kernel();
  }
}
