import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import io.github.bnn4j.zoo.PretrainedWeights;

public class First {
  public static void main(String[] arguments) {
    PackedNetwork network = PretrainedWeights.NIN_XNOR.load(); // knows the ten classes of CIFAR-10
    byte[] pixels = new byte[network.input().bytes()]; // RGB RGB ..., row by row, 0..255: here all black
    for (Prediction prediction : network.classify(pixels, 5)) {
      System.out.printf("%-10s %.3f%n", prediction.label(), prediction.probability());
    }
  }
}
