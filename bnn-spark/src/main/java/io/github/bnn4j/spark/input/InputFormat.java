// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a column of pictures holds. */
public enum InputFormat {
  /** The bytes of a file, such as PNG or JPEG: column {@code content} of {@code binaryFile}. */
  FILE,

  /**
   * Spark's image structure, rows of BGR bytes: column {@code image} of the source of that name.
   */
  IMAGE,

  /** Unsigned bytes {@code [H, W, C]}, of just the network's size. */
  PIXELS;

  /** Takes a structure for an image and bytes for a file. */
  public static final String AUTO = "auto";

  private static final List<String> IMAGE_FIELDS =
      List.of("height", "width", "nChannels", "mode", "data");

  /** {@return the names of the formats, as a parameter has them, {@code auto} first} */
  public static List<String> names() {
    return Stream.concat(Stream.of(AUTO), Arrays.stream(values()).map(InputFormat::lowerCase))
        .toList();
  }

  /**
   * Finds what a column holds.
   *
   * @param name one of {@link #names}
   * @param column the name of the column
   * @param type its type
   * @return the format
   * @throws IllegalArgumentException if a column of that type does not hold the format
   */
  public static InputFormat of(String name, String column, DataType type) {
    InputFormat format =
        name.equals(AUTO)
            ? (type instanceof StructType ? IMAGE : FILE)
            : valueOf(name.toUpperCase(Locale.ROOT));
    boolean fits = format == IMAGE ? isImage(type) : type.equals(DataTypes.BinaryType);
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The column %s is of type %s; pictures of the format %s are of type %s.",
              column,
              type.simpleString(),
              format.lowerCase(),
              format == IMAGE ? ImageSchema.columnSchema().simpleString() : "binary"));
    }
    return format;
  }

  private static boolean isImage(DataType type) {
    return type instanceof StructType struct
        && IMAGE_FIELDS.stream().allMatch(name -> hasField(struct, name));
  }

  private static boolean hasField(StructType struct, String name) {
    StructField expected = ImageSchema.columnSchema().apply(name);
    return Arrays.stream(struct.fields())
        .anyMatch(
            field -> field.name().equals(name) && field.dataType().equals(expected.dataType()));
  }

  private String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
