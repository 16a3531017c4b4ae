#include "views/shell/lostpage.h"

#include "views/widgets/errortext.h"
#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace daybook::views {

LostPage::LostPage(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_message(new QLabel(this))
    , m_countdown(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_retry(new QPushButton(tr("Retry now"), this))
    , m_details(new QPushButton(tr("Details"), this))
{
    m_icon->setPixmap(glyph(QStringLiteral("disconnected")).pixmap(40, 40));
    m_headline->setFont(titleFont(font()));
    m_countdown->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->hide();
    m_retry->setDefault(true);
    m_details->setCheckable(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_retry);
    buttons->addWidget(m_details);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Grid);
    layout->addStretch(2);
    for (QLabel *label : {m_icon, m_headline, m_message, m_countdown}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addLayout(buttons);
    layout->addWidget(m_detail, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_retry, &QPushButton::clicked, this, &LostPage::retryRequested);
    connect(m_details, &QPushButton::toggled, m_detail, &QWidget::setVisible);
}

void LostPage::showError(const Error &error, const QString &where)
{
    m_headline->setText(where.isEmpty() ? tr("No connection") : tr("No connection to %1").arg(where));
    m_message->setText(error.message);
    m_detail->setText(technicalPart(error));
    m_details->setVisible(!m_detail->text().isEmpty());
    if (m_detail->text().isEmpty())
        m_details->setChecked(false);
}

void LostPage::setCountdown(int seconds)
{
    m_retry->setEnabled(seconds != 0);
    m_countdown->setText(seconds > 0    ? tr("Trying again in %n second(s)", nullptr, seconds)
                         : seconds == 0 ? tr("Connecting…")
                                        : QString());
}

} // namespace daybook::views
