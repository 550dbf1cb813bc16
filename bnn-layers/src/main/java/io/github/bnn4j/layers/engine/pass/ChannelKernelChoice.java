// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.reflect.Constructor;

/**
 * Chooses between the vectorised and the portable passes, once. The vectorised class is only in the
 * jar's part for newer Java, so it is looked up by name.
 */
final class ChannelKernelChoice {

  static final ChannelKernels KERNELS;
  static final String DESCRIPTION;

  static {
    ChannelKernels kernels = new PortableKernels();
    String description;
    try {
      Constructor<?> constructor =
          Class.forName(ChannelKernelChoice.class.getPackageName() + ".VectorKernels")
              .getDeclaredConstructor();
      kernels = (ChannelKernels) constructor.newInstance();
      description = "Vector API";
    } catch (ReflectiveOperationException e) {
      description = "portable passes (the Vector API needs Java 22 or later)";
    } catch (LinkageError e) {
      description =
          "portable passes (add --add-modules jdk.incubator.vector to use the Vector API)";
    }
    KERNELS = kernels;
    DESCRIPTION = description;
  }

  private ChannelKernelChoice() {}
}
