#pragma once

#include "models/core/itemroles.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace daybook::views {

/// Light or dark, or as the system has it.
enum class Scheme { System, Light, Dark };

/// One step of the 8 px grid everything stands on.
inline constexpr int Grid = 8;

/// Dresses the whole program: style, palette, shapes. Call again to change the scheme while it runs; widgets
/// hear of it as QEvent::PaletteChange. System is read from the palette the platform gives.
void applyScheme(QApplication &application, Scheme scheme);

bool isDark(const QPalette &palette);

/// For words, icons and lines that mean something; legible on Base, Window and on tint().
QColor ink(Severity severity, const QPalette &palette);
/// A quiet background of the same meaning.
QColor tint(Severity severity, const QPalette &palette);

QColor accent(const QPalette &palette);
/// Words of second rank, axis labels.
QColor mutedText(const QPalette &palette);
/// Hairlines between areas.
QColor border(const QPalette &palette);
/// The strip of a production connection.
QColor production(const QPalette &palette);

/// The n-th colour for data without a meaning of its own (transaction types); eight, then round again.
QColor seriesColor(int index, const QPalette &palette);
/// For a heat map: 0 is nearly the background, 1 the strongest. Text on it: heatText().
QColor heatColor(double strength, const QPalette &palette);
QColor heatText(double strength, const QPalette &palette);

/// The house's font for `family size`: the system's, or a better one where it has no opinion.
QFont interfaceFont();
/// `base` if its digits are all of one width, else a font whose digits are.
QFont tabularFont(const QFont &base);
/// A page's or panel's heading.
QFont headingFont(const QFont &base);
/// A page's title.
QFont titleFont(const QFont &base);

} // namespace daybook::views
