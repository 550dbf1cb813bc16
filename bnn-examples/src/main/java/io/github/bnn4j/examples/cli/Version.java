// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version of the jar, of Java and of the machine. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Bnn.class.getPackage().getImplementationVersion();
    return new String[] {
      "BNN4J " + (version == null ? "(not built as a jar)" : version),
      "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
      System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }
}
