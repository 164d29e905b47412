package io.sinotrace.volume.io.hdf5.layout;

/** The filter that puts the first bytes of all elements before their second bytes, and so on. */
final class ShuffleFilter implements Filter {
  private final int size;

  /** Takes the size of an element, the filter's one parameter. */
  ShuffleFilter(int[] parameters) {
    if (parameters.length < 1 || parameters[0] < 1) {
      throw new DamagedHdf5Exception("a shuffle of elements without a size");
    }
    this.size = parameters[0];
  }

  @Override
  public void decode(FilterBytes bytes) {
    byte[] from = bytes.now();
    byte[] to = bytes.next();
    int length = bytes.length();
    int elements = length / size;
    // Of elements that are longer than the chunk there is none to shuffle, however long they are.
    int bytesOfEach = elements == 0 ? 0 : size;
    for (int b = 0, at = 0; b < bytesOfEach; b++) {
      for (int i = 0, put = b; i < elements; i++, put += size) {
        to[put] = from[at++];
      }
    }
    // An incomplete element stays at the end.
    int whole = elements * size;
    System.arraycopy(from, whole, to, whole, length - whole);
    bytes.turn(length);
  }
}
