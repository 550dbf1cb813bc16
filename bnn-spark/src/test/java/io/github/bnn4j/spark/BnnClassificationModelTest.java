// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import io.github.bnn4j.images.Fit;
import io.github.bnn4j.images.PictureReader;
import io.github.bnn4j.spark.classify.Meters;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnClassificationModelTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final PackedNetwork NETWORK = PretrainedWeights.NIN_XNOR.load();
  private static final int IMAGES = 6;

  @TempDir private Path folder;

  private static BnnClassificationModel model() {
    return new BnnClassificationModel(NETWORK);
  }

  private static Dataset<Row> binary(List<byte[]> pictures) {
    return SPARK.createDataset(pictures, Encoders.BINARY()).toDF("content");
  }

  private static List<byte[]> pixels() {
    return IntStream.range(0, IMAGES).mapToObj(Pictures::pixels).toList();
  }

  private static List<byte[]> files() {
    return pixels().stream().map(Pictures::png).toList();
  }

  private static List<String> expected() {
    return pixels().stream().map(image -> NETWORK.classify(image, 1).get(0).label()).toList();
  }

  private static List<String> labels(Dataset<Row> classified) {
    return classified.select("predictedLabel").as(Encoders.STRING()).collectAsList();
  }

  @Test
  void classifiesPixelsAsTheNetworkDoes() {
    Dataset<Row> classified = model().setInputFormat("pixels").transform(binary(pixels()));
    assertThat(labels(classified)).isEqualTo(expected());
  }

  @Test
  void classifiesFiles() throws IOException {
    List<byte[]> files = files();
    for (int i = 0; i < IMAGES; i++) {
      Files.write(folder.resolve(i + ".png"), files.get(i));
    }
    Dataset<Row> source = SPARK.read().format("binaryFile").load(folder.toString());
    assertThat(labels(model().transform(source).orderBy("path"))).isEqualTo(expected());
  }

  @Test
  void classifiesSparksImagesBlueFirst() throws IOException {
    List<byte[]> files = files();
    for (int i = 0; i < IMAGES; i++) {
      Files.write(folder.resolve(i + ".png"), files.get(i));
    }
    Dataset<Row> source = SPARK.read().format("image").load(folder.toString());
    Dataset<Row> classified = model().setInputCol("image").transform(source);
    assertThat(labels(classified.orderBy("image.origin"))).isEqualTo(expected());
  }

  @Test
  void readsGreyAndTransparentImages() {
    byte[] grey = new byte[32 * 32];
    Arrays.fill(grey, (byte) 100);
    byte[] transparent = new byte[32 * 32 * 4];
    byte[] white = new byte[32 * 32 * 3];
    Arrays.fill(white, (byte) 255);
    byte[] plain = new byte[32 * 32 * 3];
    Arrays.fill(plain, (byte) 100);
    Dataset<Row> classified =
        model()
            .setInputCol("image")
            .transform(images(image(32, 32, 1, 0, grey), image(32, 32, 4, 24, transparent)));
    assertThat(labels(classified))
        .containsExactly(
            NETWORK.classify(plain, 1).get(0).label(), NETWORK.classify(white, 1).get(0).label());
  }

  private static Dataset<Row> images(Row... images) {
    return SPARK.createDataFrame(
        Arrays.stream(images).map(RowFactory::create).toList(),
        new StructType().add("image", ImageSchema.columnSchema()));
  }

  private static Row image(int height, int width, int channels, int mode, byte[] data) {
    return RowFactory.create("origin", height, width, channels, mode, data);
  }

  @Test
  void givesAllThatWasAskedFor() {
    Row row =
        model()
            .setInputFormat("pixels")
            .setTopKCol("best")
            .setTopK(3)
            .transform(binary(pixels().subList(0, 1)))
            .head();
    List<Prediction> predictions = NETWORK.classify(Pictures.pixels(0), 3);
    assertThat(row.<Double>getAs("prediction")).isEqualTo(predictions.get(0).index());
    assertThat(row.<String>getAs("reason")).isNull();
    Vector probability = row.getAs("probability");
    assertThat(Arrays.stream(probability.toArray()).sum()).isCloseTo(1, within(1e-12));
    Vector raw = row.getAs("rawPrediction");
    assertThat(raw.argmax()).isEqualTo(predictions.get(0).index());
    List<Row> best = row.getList(row.fieldIndex("best"));
    for (int i = 0; i < 3; i++) {
      assertThat(best.get(i).<String>getAs("label")).isEqualTo(predictions.get(i).label());
      assertThat(best.get(i).<Integer>getAs("index")).isEqualTo(predictions.get(i).index());
      assertThat(best.get(i).<Double>getAs("probability"))
          .isCloseTo(predictions.get(i).probability(), within(1e-5));
    }
  }

  @Test
  void leavesOutColumnsWithoutAName() {
    BnnClassificationModel model =
        model()
            .setPredictionCol("")
            .setProbabilityCol("")
            .setRawPredictionCol("")
            .setReasonCol("why");
    Dataset<Row> classified = model.transform(binary(files()));
    assertThat(classified.columns()).containsExactly("content", "predictedLabel", "why");
  }

  @Test
  void saysWhatTheSchemaWillBe() {
    BnnClassificationModel model = model().setTopKCol("best");
    StructType schema = binary(files()).schema();
    assertThat(model.transformSchema(schema)).isEqualTo(model.transform(binary(files())).schema());
  }

  @Test
  void itsNumbersBringTheirNames() {
    Dataset<Row> classified = model().setPredictedLabelCol("").transform(binary(files()));
    Dataset<Row> named =
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol("predictedLabel")
            .transform(classified);
    assertThat(labels(named)).isEqualTo(expected());
  }

  @Test
  void picturesThatCannotBeUsedHaveAReasonInsteadOfAPrediction() {
    byte[] good = files().get(0);
    byte[] cutShort = Arrays.copyOf(good, good.length / 2);
    Dataset<Row> classified =
        model()
            .setTopKCol("best")
            .transform(
                binary(Arrays.asList(null, new byte[0], new byte[] {1, 2, 3}, cutShort, good)));
    List<Row> rows = classified.collectAsList();
    for (Row row : rows.subList(0, 4)) {
      for (String column :
          List.of("prediction", "predictedLabel", "probability", "rawPrediction", "best")) {
        assertThat(row.<Object>getAs(column)).as(column).isNull();
      }
    }
    List<String> reasons = rows.stream().map(row -> row.<String>getAs("reason")).toList();
    assertThat(reasons.get(0)).isEqualTo("There is no picture.");
    assertThat(reasons.subList(1, 4)).allMatch(reason -> reason.startsWith("The picture is "));
    assertThat(reasons.get(4)).isNull();
  }

  @Test
  void imagesThatContradictThemselvesHaveAReason() {
    byte[] data = new byte[32 * 32 * 3];
    Dataset<Row> classified =
        model()
            .setInputCol("image")
            .transform(
                images(
                    image(-1, -1, -1, -1, new byte[0]),
                    image(32, 33, 3, 16, data),
                    image(32, 32, 3, 21, data),
                    image(32, 32, 2, 8, data),
                    image(1 << 20, 1 << 20, 3, 16, data),
                    image(32, 32, 3, 16, null),
                    null));
    List<String> reasons = classified.select("reason").as(Encoders.STRING()).collectAsList();
    assertThat(reasons)
        .containsExactly(
            "The image has -1 x -1 pixels; Spark's image source gives such where it could not read"
                + " the file.",
            "An image of 33 x 32 pixels with 3 channels takes 3168 bytes, not 3072.",
            "The image has 3 channels and the OpenCV type 21; read are 1, 3 or 4 channels of"
                + " bytes.",
            "The image has 2 channels and the OpenCV type 8; read are 1, 3 or 4 channels of"
                + " bytes.",
            "An image of 1048576 x 1048576 pixels with 3 channels takes 3298534883328 bytes, not"
                + " 3072.",
            "The image structure has empty fields.",
            "There is no picture.");
  }

  @Test
  void pixelsOfAnotherSizeHaveAReason() {
    Row row = model().setInputFormat("pixels").transform(binary(List.of(new byte[3071]))).head();
    assertThat(row.<String>getAs("reason"))
        .isEqualTo("An image of 32 x 32 pixels with 3 channels takes 3072 bytes, not 3071.");
  }

  @Test
  void aPictureOf30000PixelsASideHasAReason() {
    Row row = model().transform(binary(List.of(Pictures.black(30_000)))).head();
    assertThat(row.<String>getAs("reason"))
        .isEqualTo("The picture has 30,000 x 30,000 pixels; at most 268,435,456 in all are read.");
    assertThat(row.<String>getAs("predictedLabel")).isNull();
  }

  @Test
  void resizesAsItIsTold() {
    byte[] wide = Pictures.png(Pictures.pixels(1), 64);
    PictureReader reader = PictureReader.of(NETWORK.input());
    for (Fit fit : Fit.values()) {
      String name = fit.name().toLowerCase(Locale.ROOT);
      Row row = model().setResize(name).transform(binary(List.of(wide))).head();
      byte[] pixels = reader.withFit(fit).read(new ByteArrayInputStream(wide));
      assertThat(row.<Vector>getAs("rawPrediction").toArray())
          .as(name)
          .containsExactly(logits(pixels));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> model().setResize("shrink"));
  }

  private static double[] logits(byte[] pixels) {
    float[] logits = NETWORK.logits(pixels, 1, Runnable::run);
    return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
  }

  @Test
  void emptyPartitionsAndEmptyTablesAreClassified() {
    Dataset<Row> spread = binary(files().subList(0, 1)).repartition(4);
    assertThat(labels(model().transform(spread))).isEqualTo(expected().subList(0, 1));
    assertThat(model().transform(binary(List.of())).count()).isZero();
  }

  @Test
  void classifiesAPictureOnceWhateverComesAfter() throws TimeoutException {
    AtomicLong pictures = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            stage
                .stageInfo()
                .accumulables()
                .values()
                .foreach(
                    info -> {
                      if (info.name().contains(Meters.PICTURES)) {
                        pictures.addAndGet((Long) info.value().get());
                      }
                      return null;
                    });
          }
        };
    SparkSession own = SPARK.newSession();
    own.sparkContext().addSparkListener(listener);
    List<Row> rows =
        model()
            .transform(own.createDataset(files(), Encoders.BINARY()).toDF("content").repartition(2))
            .filter("prediction >= 0 and reason is null")
            .selectExpr("prediction", "predictedLabel", "prediction + 1 as next")
            .collectAsList();
    own.sparkContext().listenerBus().waitUntilEmpty();
    own.sparkContext().removeSparkListener(listener);
    assertThat(rows).hasSize(IMAGES);
    assertThat(pictures).hasValue(IMAGES);
  }

  @Test
  void classifiesAStream() throws Exception {
    Path table = folder.resolve("table");
    binary(files()).write().parquet(table.toString());
    Dataset<Row> stream =
        SPARK
            .readStream()
            .schema(new StructType().add("content", "binary"))
            .parquet(table.toString());
    StreamingQuery query =
        model()
            .transform(stream)
            .select("predictedLabel")
            .writeStream()
            .format("memory")
            .queryName("classified")
            .start();
    query.processAllAvailable();
    query.stop();
    assertThat(labels(SPARK.table("classified"))).containsExactlyInAnyOrderElementsOf(expected());
  }

  @Test
  void refusesTablesOfAnotherKind() {
    StructType text = new StructType().add("content", DataTypes.StringType);
    StructType other =
        new StructType().add("content", new StructType().add("height", DataTypes.IntegerType));
    StructType taken =
        new StructType()
            .add("content", DataTypes.BinaryType)
            .add("prediction", DataTypes.DoubleType);
    StructType fine = new StructType().add("content", DataTypes.BinaryType);
    refused(model(), text, "The column content is of type string");
    refused(model(), other, "The column content is of type struct<height:int>");
    refused(model().setInputFormat("image"), fine, "The column content is of type binary");
    refused(model(), taken, "There would be two columns prediction");
    refused(model().setReasonCol("prediction"), fine, "There would be two columns prediction");
    refused(model().setInputCol("image"), fine, "There is no column image of pictures");
  }

  private static void refused(BnnClassificationModel model, StructType schema, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.transformSchema(schema))
        .withMessageStartingWith(message);
  }

  @Test
  void namesTheNetworksThereAre() {
    assertThat(BnnClassificationModel.pretrained("nin-gc-xnor").network().name())
        .isEqualTo("nin-gc-xnor");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BnnClassificationModel.pretrained("resnet"))
        .withMessageStartingWith("There is no pretrained network resnet; there are nin");
  }
}
