"""kenpo through its C ABI."""

import ctypes
import json
from contextlib import contextmanager


class Buffer(ctypes.Structure):
    _fields_ = [("ptr", ctypes.c_void_p), ("len", ctypes.c_size_t)]


class Kenpo:
    def __init__(self, path):
        self.of = ctypes.CDLL(path)
        self.of.kenpo_abi_version.restype = ctypes.c_uint32
        assert self.of.kenpo_abi_version() == 1
        text, size, out = ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Buffer)
        self.of.kenpo_answer.argtypes = [ctypes.c_void_p, text, size, text, size, out, out]
        self.of.kenpo_programme_parse.argtypes = [text, size, ctypes.POINTER(ctypes.c_void_p), out]
        self.of.kenpo_programme_free.argtypes = [ctypes.c_void_p]
        self.of.kenpo_buf_free.argtypes = [out]

    def text(self, buffer):
        text = ctypes.string_at(buffer.ptr, buffer.len)
        self.of.kenpo_buf_free(ctypes.byref(buffer))
        return text

    @contextmanager
    def programme(self, document):
        """A programme's handle, or nothing where the library refuses the document."""
        text = json.dumps(document, ensure_ascii=False).encode()
        handle, error = ctypes.c_void_p(), Buffer()
        if self.of.kenpo_programme_parse(text, len(text), ctypes.byref(handle), ctypes.byref(error)):
            self.text(error)
            yield None
            return
        try:
            yield handle
        finally:
            self.of.kenpo_programme_free(handle)

    def answer(self, handle, operation, request):
        """What an operation answers to a request's text, or the error."""
        answer, error = Buffer(), Buffer()
        name = operation.encode()
        if self.of.kenpo_answer(handle, name, len(name), request, len(request), ctypes.byref(answer), ctypes.byref(error)):
            return None, json.loads(self.text(error))
        return json.loads(self.text(answer))["answer"], None
