// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The number of threads that OpenMP runs a oneDNN primitive on. OpenMP keeps one for each thread
 * that calls it, takes the default from OMP_NUM_THREADS or from the processors of the machine, and
 * does not know of the share of them that a container has; Java does.
 */
final class OpenMp {

  private static final NativeOps OPS = operations();

  private OpenMp() {}

  private static NativeOps operations() {
    Nd4j.getBackend();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** As many as OpenMP was told to use, but not more than there are processors for this process. */
  static int most() {
    return Math.max(
        1, Math.min(OPS.ompGetMaxThreads(), Runtime.getRuntime().availableProcessors()));
  }

  /** Sets the number for primitives that the calling thread makes or runs. */
  static void use(int threads) {
    OPS.setOmpNumThreads(threads);
  }
}
