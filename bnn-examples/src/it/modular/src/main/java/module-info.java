module org.example.app {
  requires io.github.bnn4j.core;
}
