package io.sinotrace.reconstruction;

import java.io.Serializable;

/**
 * The detector rows that planes of an image depend on: some rows of some views.
 *
 * @param viewFrom the first view
 * @param viewTo the one after the last
 * @param rowFrom the first row of each of them
 * @param rowTo the one after the last; {@code rowFrom} if there are none
 */
public record NeededRows(int viewFrom, int viewTo, int rowFrom, int rowTo)
    implements Serializable {}
