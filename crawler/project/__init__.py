"""What Scrapy's own commands find beside the spiders: `scrapy crawl` with a record of the run and our exit
codes (COMMANDS_MODULE), and feeds of articles."""
