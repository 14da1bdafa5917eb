"""Time zones, and times in them."""
import datetime
import time
import zoneinfo

berlin, tokyo = zoneinfo.ZoneInfo('Europe/Berlin'), zoneinfo.ZoneInfo('Asia/Tokyo')
moment = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.timezone.utc)
print(moment.astimezone(berlin), moment.astimezone(tokyo).tzname())
print(moment.replace(month=1).astimezone(berlin), berlin.utcoffset(datetime.datetime(2026, 1, 1)))
print('America/New_York' in zoneinfo.available_timezones())
try:
    zoneinfo.ZoneInfo('Nowhere/Land')
except zoneinfo.ZoneInfoNotFoundError as error:
    print(error)
local = moment.astimezone()
print(local == moment, time.localtime(moment.timestamp()).tm_hour == local.hour)
print(abs(datetime.datetime.now(datetime.timezone.utc).timestamp() - time.time()) < 1)
print(local.strftime('%Y-%m-%d'), time.strftime('%H:%M', time.gmtime(moment.timestamp())))
