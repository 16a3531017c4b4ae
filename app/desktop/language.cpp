#include "app/desktop/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace daybook::desktop {
namespace {

QLocale localeOf(const QString &code)
{
    if (code == QStringLiteral("ko"))
        return QLocale(QLocale::Korean, QLocale::SouthKorea);
    if (code == QStringLiteral("en"))
        return QLocale(QLocale::English, QLocale::UnitedStates);
    const QLocale system = QLocale::system();
    return system.language() == QLocale::Korean ? system : QLocale(QLocale::English, system.territory());
}

} // namespace

void Language::speak(const QString &code)
{
    const QLocale locale = localeOf(code);
    QLocale::setDefault(locale);
    for (QTranslator *translator : {&m_qt, &m_own})
        QCoreApplication::removeTranslator(translator);
    const bool korean = locale.language() == QLocale::Korean;
    if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    const QString file =
        korean ? QStringLiteral(":/i18n/daybook_ko.qm") : QStringLiteral(":/i18n/daybook_en.qm");
    if (!m_own.load(file))
        qFatal("%s does not ship with this program", qPrintable(file));
    QCoreApplication::installTranslator(&m_own);
}

} // namespace daybook::desktop
