#pragma once

#include <QString>
#include <QTranslator>

namespace daybook::desktop {

/// The language the program speaks. One per program; owned by main.
class Language
{
public:
    /// "en", "ko", or empty for the system's. Widgets hear of it as QEvent::LanguageChange.
    void speak(const QString &code);

private:
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace daybook::desktop
