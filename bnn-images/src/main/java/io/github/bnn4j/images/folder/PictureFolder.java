// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Labelled pictures of any size in a folder, which is one of two things:
 *
 * <ul>
 *   <li>a folder for each class in it, with the name of the class, and its pictures;
 *   <li>a file {@code labels.csv} in UTF-8, with pictures beside it and in folders below. Its first
 *       line is {@code picture,label}, then come a line for each picture with its path from the
 *       folder, a comma, and the name of the class. Either may stand in double quotes, as
 *       spreadsheets write them; a name of a class with a comma has to.
 * </ul>
 *
 * <p>What is a picture, the name of a file says, by the endings of {@link
 * io.github.bnn4j.images.PictureFormat}; what is hidden is left alone.
 *
 * <p>The last tenth of each class, at least one picture, is held out to test on: the last by name,
 * or the last in the table. So the same files are split in the same way everywhere.
 *
 * <pre>{@code
 * PictureFolder folder = PictureFolder.listToTrain(Path.of("pictures"));
 * PictureFolder.Split images = folder.read(PictureReader.of(32, 32, 3));
 * }</pre>
 *
 * <p>Instances are immutable and safe for use by any number of threads. Listing looks at names and
 * keeps them; reading keeps every picture as an image, see {@link LabelledImages}.
 */
public final class PictureFolder {
  private static final int MOST_CLASSES = 1_000;

  private final Path folder;
  private final List<ClassFolder> classes;
  private final Optional<String> notUsed;

  PictureFolder(Path folder, List<ClassFolder> classes, Optional<String> notUsed) {
    this.folder = folder;
    this.classes = classes;
    this.notUsed = notUsed;
  }

  /**
   * The images of a folder.
   *
   * @param training to train on
   * @param heldOut to test on
   */
  public record Split(LabelledImages training, LabelledImages heldOut) {}

  /**
   * Lists the pictures of a folder without reading them.
   *
   * @param folder the folder
   * @return what is in it
   * @throws PictureException if there is no class or more than 1,000, a folder cannot be read, or a
   *     line of {@code labels.csv} is wrong, with its number
   */
  public static PictureFolder list(Path folder) {
    return list(folder, 1);
  }

  /**
   * Lists the pictures of a folder to train on, without reading them.
   *
   * @param folder the folder
   * @return what is in it
   * @throws PictureException as {@link #list}, and if there are fewer than two classes, or classes
   *     have fewer than two pictures, with all of them
   */
  public static PictureFolder listToTrain(Path folder) {
    PictureFolder found = list(folder, 2);
    List<String> few = found.classes.stream().flatMap(each -> each.tooFew().stream()).toList();
    if (!few.isEmpty()) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "%s: a class needs at least 2 pictures, one to train on and one to test; %s.",
              folder,
              String.join("; ", few)));
    }
    return found;
  }

  private static PictureFolder list(Path folder, int least) {
    boolean table = LabelTable.isIn(folder);
    PictureFolder found = table ? LabelTable.read(folder) : ofClasses(folder);
    int classes = found.classes.size();
    if (classes < least || classes > MOST_CLASSES) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "%s for each class, from %d to %,d of them; it has %,d.",
              table
                  ? LabelTable.in(folder) + " needs lines"
                  : folder + " needs a folder of pictures",
              least,
              MOST_CLASSES,
              classes));
    }
    return found;
  }

  private static PictureFolder ofClasses(Path folder) {
    List<Path> entries = ClassFolder.entries(folder);
    List<Path> others = entries.stream().filter(entry -> !Files.isDirectory(entry)).toList();
    return new PictureFolder(
        folder,
        entries.stream().filter(Files::isDirectory).map(ClassFolder::list).toList(),
        others.isEmpty()
            ? Optional.empty()
            : Optional.of(Named.of(others, "file") + " beside the classes"));
  }

  /**
   * The names of the classes, in alphabetical order.
   *
   * @return at least one
   */
  public List<String> labels() {
    return classes.stream().map(ClassFolder::label).toList();
  }

  /**
   * The pictures to train on.
   *
   * @return class by class
   */
  public List<LabelledPicture> training() {
    return classes.stream().flatMap(ClassFolder::training).toList();
  }

  /**
   * The pictures held out.
   *
   * @return class by class
   */
  public List<LabelledPicture> heldOut() {
    return classes.stream().flatMap(ClassFolder::heldOut).toList();
  }

  /**
   * All pictures, for a folder that is not to be split.
   *
   * @return those to train on and those held out
   */
  public List<LabelledPicture> all() {
    return Stream.concat(training().stream(), heldOut().stream()).toList();
  }

  /**
   * Reads all pictures, each part in an order that mixes the classes, the same every time. The
   * number of a class is its place in {@link #labels}.
   *
   * @param reader makes the images, and says in which size and by which part of a picture
   * @return the images
   * @throws PictureException if pictures cannot be read, with all of them, or if there are too many
   *     for one array
   */
  public Split read(PictureReader reader) {
    return read(reader, done -> {});
  }

  /**
   * Reads all pictures and says how far it is.
   *
   * @param reader makes the images
   * @param progress hears after each picture how many are read, on the thread of the caller
   * @return the images
   * @throws PictureException as {@link #read(PictureReader)}
   */
  public Split read(PictureReader reader, IntConsumer progress) {
    Reading reading = new Reading(labels(), reader, progress);
    Split images = new Split(reading.read(training()), reading.read(heldOut()));
    reading.requireAllGood();
    return images;
  }

  /**
   * How many pictures of which class there are, how many are held out, and what is not used and
   * why.
   *
   * @return lines to print
   */
  public List<String> report() {
    int training = training().size();
    int heldOut = heldOut().size();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s of %s, %,d to train on and %,d held out",
            folder,
            Count.of(training + heldOut, "picture", "pictures"),
            Count.of(classes.size(), "class", "classes"),
            training,
            heldOut));
    classes.forEach(each -> lines.add("  " + each.report()));
    notUsed.ifPresent(reason -> lines.add("  not used: " + reason));
    return lines;
  }
}
