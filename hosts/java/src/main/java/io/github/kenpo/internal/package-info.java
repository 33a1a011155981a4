/** How values are read and written, and how the library is called. Not for applications. */
@NullMarked
package io.github.kenpo.internal;

import org.jspecify.annotations.NullMarked;
