#pragma once

#include <QString>

#include <catch2/catch.hpp>

/// A failed comparison of Qt strings says what they were.
template <> struct Catch::StringMaker<QString>
{
    static std::string convert(const QString &text) { return '"' + text.toStdString() + '"'; }
};
