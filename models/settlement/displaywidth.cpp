#include "models/settlement/displaywidth.h"

#include <QList>

#include <array>

namespace daybook::settlement {
namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

/// Unicode's East_Asian_Width W and F, in the large.
constexpr std::array<Range, 11> Wide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0x33FF},
                                      {0x3400, 0x4DBF},
                                      {0x4E00, 0x9FFF},
                                      {0xA000, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0xFFE0, 0xFFE6}}};

int widthOf(char32_t character)
{
    const QChar::Category category = QChar::category(character);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
        category == QChar::Other_Format)
        return 0;
    if (character >= 0x1F300 && character <= 0x3FFFD)
        return 2;
    for (const Range &range : Wide)
        if (character >= range.first && character <= range.last)
            return 2;
    return 1;
}

} // namespace

int displayWidth(const QString &text)
{
    int width = 0;
    for (const char32_t character : text.toUcs4())
        width += widthOf(character);
    return width;
}

QString padded(const QString &text, int width, bool right)
{
    const QString spaces(std::max(0, width - displayWidth(text)), QLatin1Char(' '));
    return right ? spaces + text : text + spaces;
}

} // namespace daybook::settlement
