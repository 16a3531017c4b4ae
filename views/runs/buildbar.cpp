#include "views/runs/buildbar.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>

namespace daybook::views {

BuildBar::BuildBar(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLabel(this))
    , m_select(new QLineEdit(this))
    , m_threads(new QSpinBox(this))
    , m_button(new QPushButton(this))
{
    m_words->setForegroundRole(QPalette::PlaceholderText);
    m_select->setPlaceholderText(tr("Everything, or a selection"));
    m_select->setToolTip(tr("Names, +name+, path:…, tag:… as in dbt; several separated by spaces"));
    m_select->setAccessibleName(tr("What to build"));
    m_select->setMinimumWidth(26 * Grid);
    m_threads->setRange(1, 64);
    m_threads->setValue(4);
    m_threads->setAccessibleName(tr("Connections that build at the same time"));
    m_threads->setToolTip(m_threads->accessibleName());
    m_threads->setSuffix(QLatin1Char(' ') + tr("threads"));
    m_button->setDefault(true);
    m_button->setShortcut(Qt::CTRL | Qt::Key_B);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid);
    for (QWidget *part : std::initializer_list<QWidget *>{m_words, m_select, m_threads, m_button})
        layout->addWidget(part);
    connect(m_button, &QPushButton::clicked, this, &BuildBar::press);
    connect(m_select, &QLineEdit::returnPressed, m_button, &QPushButton::click);
    setState(State::Unavailable);
}

void BuildBar::setState(State state, const QString &words)
{
    m_state = state;
    const bool atWork = state == State::Running || state == State::Cancelling;
    m_words->setText(fontMetrics().elidedText(words, Qt::ElideRight, 50 * Grid));
    m_words->setToolTip(words);
    m_select->setEnabled(state == State::Ready);
    m_threads->setEnabled(state == State::Ready);
    m_button->setEnabled(state == State::Ready || state == State::Running);
    m_button->setText(state == State::Cancelling ? tr("Cancelling…")
                      : atWork                   ? tr("Cancel build")
                                                 : tr("Build"));
    m_button->setToolTip(m_button->text() + QStringLiteral(" (Ctrl+B)"));
    m_button->setShortcut(Qt::CTRL | Qt::Key_B); // setText forgets it
    // The accent is for beginning something; stopping it is not what one is invited to do.
    m_button->setDefault(!atWork);
}

void BuildBar::setThreads(int threads)
{
    m_threads->setValue(threads);
}

void BuildBar::press()
{
    if (m_state == State::Running) {
        Q_EMIT cancelRequested();
        return;
    }
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    Q_EMIT buildRequested(m_select->text().split(blanks, Qt::SkipEmptyParts), m_threads->value());
}

} // namespace daybook::views
