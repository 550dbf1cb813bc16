// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.spark.classify.SharedNetwork;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Files of packed networks in Hadoop's file systems. */
final class NetworkFile {

  private NetworkFile() {}

  static PackedNetwork read(String file) {
    Path path = new Path(file);
    try (FSDataInputStream in = fileSystem(path).open(path)) {
      return PackedNetwork.read(ByteBuffer.wrap(in.readAllBytes()));
    } catch (FileNotFoundException e) {
      throw new BnnFormatException(file, 0, "there is no such file");
    } catch (BnnFormatException e) {
      throw new BnnFormatException(file, e.offset(), e.reason());
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot read the packed network " + file, e);
    }
  }

  static void write(SharedNetwork network, String file) {
    Path path = new Path(file);
    try (OutputStream out = fileSystem(path).create(path, false)) {
      out.write(network.bytes());
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot write the packed network " + file, e);
    }
  }

  /** With the settings of the session, if there is one. */
  private static FileSystem fileSystem(Path path) throws IOException {
    Configuration configuration =
        SparkSession.getDefaultSession().isDefined()
            ? SparkSession.getDefaultSession().get().sparkContext().hadoopConfiguration()
            : new Configuration();
    return path.getFileSystem(configuration);
  }
}
