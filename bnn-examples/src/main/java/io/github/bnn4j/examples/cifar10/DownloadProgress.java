// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/** Hears how far a download is; called from the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {

  /**
   * Some bytes arrived.
   *
   * @param bytes how many are on disk, those of an earlier attempt included
   * @param total how many there will be, or -1 where the server does not say
   */
  void at(long bytes, long total);

  /** Another process downloads the same, and this one waits for it. */
  default void waits() {}
}
