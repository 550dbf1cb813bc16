// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.layers.io.SafeTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one training, in a folder of any file system that Hadoop knows. Two trainings
 * that differ in anything that decides their result have different folders. A checkpoint is there
 * whole or not at all, and the last two are kept.
 */
final class Checkpoints {
  private static final String ENDING = ".safetensors";
  private static final int KEPT = 2;
  private static final String TRAINING = "training";
  private static final String CYCLE = "cycle";
  private static final String EPOCHS_DONE = "epochs_done";

  private final FileSystem files;
  private final Path folder;
  private final String training;
  private final String layers;

  /**
   * Makes the checkpoints of a training.
   *
   * @param parent where folders of trainings are
   * @param training a line that says whatever decides the result but the layers
   * @param layers the description of the network
   */
  Checkpoints(String parent, String training, String layers, Configuration configuration) {
    byte[] all = (training + '\n' + layers).getBytes(StandardCharsets.UTF_8);
    this.folder = new Path(parent, UUID.nameUUIDFromBytes(all).toString());
    this.training = training;
    this.layers = layers;
    try {
      this.files = folder.getFileSystem(configuration);
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot reach the folder of checkpoints " + parent, e);
    }
  }

  /**
   * A training that was saved.
   *
   * @param cycle number of the cycle, from 0
   * @param epochsDone epochs of it that are done
   */
  record Saved(int cycle, int epochsDone, TrainingState state) {}

  /** The newest checkpoint, if there is one. */
  Optional<Saved> newest() {
    try {
      return Arrays.stream(all()).max(Comparator.comparing(FileStatus::getPath)).map(this::read);
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot list the checkpoints in " + folder, e);
    }
  }

  private FileStatus[] all() throws IOException {
    return files.exists(folder)
        ? files.listStatus(folder, path -> path.getName().endsWith(ENDING))
        : new FileStatus[0];
  }

  private Saved read(FileStatus file) {
    String name = file.getPath().toString();
    try (FSDataInputStream in = files.open(file.getPath())) {
      SafeTensors content = SafeTensors.parse(name, in.readAllBytes());
      return new Saved(
          number(name, content, CYCLE),
          number(name, content, EPOCHS_DONE),
          TrainingState.of(content));
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot read the checkpoint " + name, e);
    }
  }

  private static int number(String file, SafeTensors content, String key) {
    String text = content.metadata().getOrDefault(key, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BnnFormatException(file, 8, "it holds no training: " + key + " is '" + text + "'");
    }
  }

  /** Writes a checkpoint, and deletes those that are no longer wanted. */
  void write(Saved saved) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(TRAINING, training);
    metadata.put("layers", layers);
    metadata.put(CYCLE, Integer.toString(saved.cycle));
    metadata.put(EPOCHS_DONE, Integer.toString(saved.epochsDone));
    SafeTensors content = new SafeTensors(saved.state.tensors(), metadata);
    String name =
        String.format(Locale.ROOT, "cycle-%02d-epoch-%05d", saved.cycle + 1, saved.epochsDone);
    try {
      upload(content, new Path(folder, name + ENDING));
      FileStatus[] all = all();
      Arrays.sort(all, Comparator.comparing(FileStatus::getPath));
      for (int i = 0; i < all.length - KEPT; i++) {
        files.delete(all[i].getPath(), false);
      }
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot write a checkpoint to " + folder, e);
    }
  }

  private void upload(SafeTensors content, Path target) throws IOException {
    java.nio.file.Path local = Files.createTempFile("bnn-checkpoint-", ENDING);
    Path unfinished = new Path(folder, "." + target.getName() + ".unfinished");
    try {
      content.write(local, SafeTensors.Precision.F32);
      files.mkdirs(folder);
      files.copyFromLocalFile(false, true, new Path(local.toUri()), unfinished);
      files.delete(target, false);
      if (!files.rename(unfinished, target)) {
        throw new IOException("it cannot rename " + unfinished + " to " + target);
      }
    } finally {
      Files.deleteIfExists(local);
    }
  }
}
