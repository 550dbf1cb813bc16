// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * The backend of ND4J: whose arrays a network's parameters are. An application chooses one by a
 * dependency, and nothing that is trained works without.
 *
 * <p>ND4J itself answers with a stack trace and a {@link NoClassDefFoundError} where there is none,
 * or none that runs on this machine. Thread-safe.
 */
public final class Backend {

  static final String PROCESSOR = "org.nd4j:nd4j-native-platform:1.0.0-M2.1";

  private static final String HOST = "CpuBackend";

  private static final Optional<String> OBSTACLE = obstacle();

  private Backend() {}

  /**
   * Makes sure that there is a backend.
   *
   * @throws IllegalStateException if there is none, or none that runs on this machine; the message
   *     says which dependency to add
   */
  public static void require() {
    if (OBSTACLE.isPresent()) {
      throw new IllegalStateException(OBSTACLE.get());
    }
  }

  /**
   * Says which backend it is.
   *
   * @return for example {@code CpuBackend}
   * @throws IllegalStateException as {@link #require}
   */
  public static String name() {
    require();
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  /**
   * Whether its arrays are in the memory of the host.
   *
   * @return false for those of a GPU
   * @throws IllegalStateException as {@link #require}
   */
  public static boolean isOfHost() {
    return name().equals(HOST);
  }

  private static Optional<String> obstacle() {
    try {
      Optional<String> obstacle =
          obstacle(ServiceLoader.load(Nd4jBackend.class, ND4JClassLoading.getNd4jClassloader()));
      return obstacle.isPresent() ? obstacle : obstacleAtStart();
    } catch (NoClassDefFoundError e) {
      return Optional.of(
          "Training and float networks need ND4J, which is not on the class path: add "
              + PROCESSOR
              + ".");
    }
  }

  /** What keeps each of these backends from running, if none does. */
  static Optional<String> obstacle(Iterable<? extends Nd4jBackend> backends) {
    List<String> reasons = new ArrayList<>();
    for (Nd4jBackend backend : backends) {
      try {
        if (backend.canRun()) {
          return Optional.empty();
        }
        reasons.add(backend.getClass().getSimpleName());
      } catch (RuntimeException | LinkageError e) {
        reasons.add(backend.getClass().getSimpleName() + " (" + reason(e) + ")");
      }
    }
    return Optional.of(
        reasons.isEmpty()
            ? "ND4J has no backend on the class path: add " + PROCESSOR + "."
            : "ND4J's "
                + String.join(" and ", reasons)
                + " cannot run on this machine; "
                + PROCESSOR
                + " runs on the processor.");
  }

  private static Optional<String> obstacleAtStart() {
    try {
      Nd4j.getBackend();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("ND4J cannot start on this machine: " + reason(e) + ".");
    }
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
